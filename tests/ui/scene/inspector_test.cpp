#include "tests/support/lessons.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/words/fields.h"
#include "ui/scene/words/origins.h"

#include <QRegularExpression>
#include <algorithm>
#include <gtest/gtest.h>
#include <map>

namespace tcpstage::scene {

namespace {

using testing::lessonIds;
using testing::stagedRun;
using testing::texts;

/// The first segment with this acknowledgment number.
trace::TransitId acknowledging(const trace::Trace& trace, std::uint32_t ack, bool fin)
{
    const auto transits = trace.transits();
    const auto found = std::ranges::find_if(transits, [&](const trace::Transit& transit) {
        return transit.segment.ack == tcp::Seq{ack} && transit.segment.fin() == fin &&
               transit.from == trace::Side::Right;
    });
    return static_cast<trace::TransitId>(found - transits.begin());
}

TEST(Origins, CountWhatAnAcknowledgmentCovers)
{
    const auto staged = stagedRun("whole-connection");
    const trace::TransitId ack = acknowledging(staged->trace(), 1102, false);
    ASSERT_LT(ack, staged->trace().transits().size());
    const std::vector<Origin> origins = originsOf(*staged, ack, {});
    const auto found = std::ranges::find(origins, QStringLiteral("ack 1102"), &Origin::what);
    ASSERT_NE(found, origins.end());
    EXPECT_TRUE(found->text.endsWith(QStringLiteral("1000 (IRS) + 1 SYN + 100 data + 1 FIN")))
        << found->text.toStdString();
    EXPECT_EQ(found->because.size(), 3U);
}

TEST(Origins, FollowTheNumberingThatIsChosen)
{
    const auto staged = stagedRun("whole-connection");
    const trace::TransitId ack = acknowledging(staged->trace(), 1102, false);
    const auto sumIn = [&](Numbers numbers, const char* what) {
        DisplayOptions display;
        display.numbers = numbers;
        const std::vector<Origin> origins = originsOf(*staged, ack, display);
        const auto found = std::ranges::find(origins, QString::fromLatin1(what), &Origin::what);
        return found == origins.end() ? QString{} : found->text.section(u' ', 1);
    };
    EXPECT_EQ(sumIn(Numbers::Relative, "ack 102").toStdString(), "0 (IRS) + 1 SYN + 100 data + 1 FIN");
    EXPECT_EQ(sumIn(Numbers::Symbolic, "ack u+1").toStdString(), "x (IRS) + 1 SYN + 100 data + 1 FIN");
    const QRegularExpression wire{QStringLiteral("(?<![-0-9])2100[0-9]{6}")};
    for (const std::string& id : testing::some_lessons(3)) { // no initial number is left as it is on the wire
        lesson::Scenario lesson = *lesson::find_lesson(id);
        lesson.notes.clear();
        lesson.setup.endpoints[0].iss.given.assign(8, tcp::Seq{2'100'000'000});
        lesson.setup.endpoints[1].iss.given.assign(8, tcp::Seq{2'100'500'000});
        const auto large = stageRun(lesson, TimeMapKind::Even);
        DisplayOptions display;
        display.numbers = Numbers::Relative;
        for (trace::TransitId segment = 0; segment < large->trace().transits().size(); ++segment)
            for (const Origin& origin : originsOf(*large, segment, display))
                ASSERT_FALSE((origin.what + origin.text).contains(wire))
                    << id << ": " << origin.what.toStdString() << " " << origin.text.toStdString();
    }
}

TEST(Origins, SayWhyARetransmissionRepeatsItsNumbers)
{
    const auto staged = stagedRun("syn-lost");
    const std::vector<Origin> origins = originsOf(*staged, 1, {});
    ASSERT_FALSE(origins.empty());
    EXPECT_EQ(origins.front().because, std::vector<trace::TransitId>{0});
}

TEST(SegmentInspector, ShowsTheRealChecksumAndOctets)
{
    const auto staged = stagedRun("three-way-handshake");
    const trace::Transit& syn = staged->trace().transit(0);
    const auto octets = tcp::encode(syn.segment, staged->trace().endpoint(trace::Side::Left).socket.address,
                                    staged->trace().endpoint(trace::Side::Right).socket.address);
    const QString sum = QStringLiteral("0x%1").arg(octets[16] << 8 | octets[17], 4, 16, QLatin1Char{'0'});
    const QStringList words = texts(segmentInspector({*staged, {}, {{760, 560}, 0, 1}, {}, {}}, 0));
    EXPECT_FALSE(words.filter(sum).isEmpty());
    EXPECT_TRUE(words.contains(QStringLiteral("%1").arg(octets[4], 2, 16, QLatin1Char{'0'})));
}

TEST(SegmentInspector, FitsNarrowAndWidePanels)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        for (const double width : {280.0, 500.0, 1400.0})
            for (trace::TransitId transit = 0; transit < std::min<std::size_t>(8, staged->trace().transits().size());
                 ++transit) {
                const Scene scene = segmentInspector({*staged, {}, {{width, 500}, 0, 1}, {}, {}}, transit);
                const QRectF border{QPointF{-4, 0}, scene.size + QSizeF{8, 4}};
                for (const Mark& mark : scene.still)
                    ASSERT_TRUE(border.contains(bounds(mark)))
                        << id << " segment " << transit + 1 << " width " << width;
            }
    }
}

/// A lesson with a segment that has as many options as fit.
testing::StagedRunPtr withAllOptions()
{
    std::string yaml{lesson::find_built_in("old-duplicate-syn")->yaml};
    const std::string segment = "S 90:90(0) win 65535";
    yaml.insert(yaml.find(segment) + segment.size(), " <mss 1460,sackOK,TS val 4294967295 ecr 4294967294,wscale 14,"
                                                     "sack 4294960000:4294961000 4294962000:4294963000>");
    return stageRun(*lesson::read_scenario(yaml, "options.yaml"));
}

/// What stands in the field of the options, line by line.
QString optionsIn(const Scene& scene)
{
    QStringList lines;
    for (const Mark& mark : scene.still)
        if (const auto* label = std::get_if<Label>(&mark.shape);
            label && label->weight == 700 && mark.ref.kind == Ref::Kind::Field &&
            mark.ref.id == static_cast<std::uint32_t>(Field::Options))
            lines << label->text;
    return lines.join(u' ');
}

TEST(SegmentInspector, ShowsAsManyOptionsAsThereAre)
{
    const auto staged = withAllOptions();
    const auto transits = staged->trace().transits();
    const auto old = std::ranges::find_if(
        transits, [](const trace::Transit& transit) { return transit.segment.options.sack_count > 0; });
    const auto id = static_cast<trace::TransitId>(old - transits.begin());
    ASSERT_LT(id, transits.size());
    const QString all = optionsText(staged->trace().transit(id).segment.options);
    for (const char* part : {"MSS", "WS", "SACK", "TS", "4294961000", "4294963000"})
        EXPECT_TRUE(all.contains(QLatin1String{part})) << part << ": " << all.toStdString();
    for (const double width : {260.0, 320.0, 500.0, 760.0, 1400.0})
        EXPECT_EQ(optionsIn(segmentInspector({*staged, {}, {{width, 500}, 0, 1}, {}, {}}, id)).toStdString(),
                  all.toStdString())
            << width;
}

/// The kinds of the options in the octets of a header, in their order (RFC 9293 section 3.1).
std::vector<unsigned> kindsIn(const std::vector<std::uint8_t>& octets)
{
    std::vector<unsigned> kinds;
    const std::size_t end = static_cast<std::size_t>(octets.at(12) >> 4) * 4;
    for (std::size_t at = 20; at < end; at += octets[at] <= 1 ? 1 : octets.at(at + 1))
        kinds.push_back(octets[at]);
    return kinds;
}

/// The same of what is written. A SACK option is written as its blocks.
std::vector<unsigned> kindsIn(const QString& text)
{
    const std::map<QString, unsigned> kinds{{QStringLiteral("NOP"), 1},
                                            {QStringLiteral("MSS"), 2},
                                            {QStringLiteral("WS"), 3},
                                            {QStringLiteral("SACK OK"), 4},
                                            {QStringLiteral("TS"), 8}};
    std::vector<unsigned> found;
    for (QString part : text.split(QStringLiteral(", "))) {
        part.replace(QChar{QChar::Nbsp}, u' ');
        unsigned kind = 5;
        for (const auto& [word, number] : kinds)
            if (part.startsWith(word)) kind = number;
        if (kind != 5 || found.empty() || found.back() != 5) found.push_back(kind);
    }
    return found;
}

TEST(SegmentInspector, NamesTheOptionsInTheOrderOfTheOctets)
{
    std::size_t seen = 0;
    for (const std::string& id : testing::some_lessons(2)) {
        const auto staged = stagedRun(id);
        const trace::Trace& trace = staged->trace();
        for (trace::TransitId of = 0; of < std::min<std::size_t>(60, trace.transits().size()); ++of) {
            const tcp::Segment& segment = trace.transit(of).segment;
            if (tcp::options_bytes(segment.options) == 0) continue;
            ++seen;
            ASSERT_EQ(kindsIn(optionsText(segment.options)), kindsIn(tcp::encode(segment, {}, {})))
                << id << " segment " << of + 1 << ": " << optionsText(segment.options).toStdString();
        }
    }
    EXPECT_GT(seen, 100U);
}

TEST(SegmentInspector, ShowsEveryOptionOfALessonHoweverNarrowItIs)
{
    std::size_t longest = 0;
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        const trace::Trace& trace = staged->trace();
        for (trace::TransitId id_of = 0; id_of < std::min<std::size_t>(60, trace.transits().size()); ++id_of) {
            const tcp::Options& options = trace.transit(id_of).segment.options;
            const QString all = optionsText(options);
            if (all.isEmpty()) continue;
            longest = std::max(longest, static_cast<std::size_t>(all.size()));
            for (const double width : {260.0, 380.0, 760.0}) {
                const Scene scene = segmentInspector({*staged, {}, {{width, 500}, 0, 1}, {}, {}}, id_of);
                ASSERT_EQ(optionsIn(scene).toStdString(), all.toStdString())
                    << id << " segment " << id_of + 1 << " width " << width;
            }
        }
    }
    EXPECT_GT(longest, 25U);
}

TEST(SegmentInspector, CutsNoValueAndNoOrigin)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        for (trace::TransitId transit = 0; transit < std::min<std::size_t>(8, staged->trace().transits().size());
             ++transit)
            for (const Language language : {Language::English, Language::Chinese})
                for (const Mark& mark :
                     segmentInspector({*staged, {}, {{320, 500}, 0, 1}, {}, DisplayOptions{language}}, transit).still)
                    if (const auto* label = std::get_if<Label>(&mark.shape); label && label->weight != 500) {
                        ASSERT_FALSE(label->text.endsWith(QChar{0x2026}))
                            << id << " segment " << transit + 1 << ": " << label->text.toStdString();
                    }
    }
}

TEST(SegmentInspector, LightsTheOctetsOfTheChosenField)
{
    const auto staged = stagedRun("three-way-handshake");
    const Ref field{Ref::Kind::Field, trace::Side::Left, static_cast<std::uint32_t>(Field::Sequence)};
    const Scene scene = segmentInspector({*staged, {}, {{760, 560}, 0, 1}, field, {}}, 0);
    const auto lit = std::ranges::count_if(scene.still, [](const Mark& mark) {
        const auto* box = std::get_if<Box>(&mark.shape);
        return box && box->fill == Ink::Caption;
    });
    EXPECT_EQ(lit, 4);
}

} // namespace

} // namespace tcpstage::scene
