#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/words/fields.h"
#include "ui/scene/words/origins.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage {

namespace {

using testing::lessonIds;
using testing::staged;
using testing::texts;

/// The first segment with this acknowledgment number.
TransitId acknowledging(const Trace& trace, std::uint32_t ack, bool fin)
{
    const auto transits = trace.transits();
    const auto found = std::ranges::find_if(transits, [&](const Transit& transit) {
        return transit.segment.ack == Seq{ack} && transit.segment.fin() == fin && transit.from == Side::Right;
    });
    return static_cast<TransitId>(found - transits.begin());
}

TEST(Origins, CountWhatAnAcknowledgmentCovers)
{
    const auto told = staged("whole-connection");
    const TransitId ack = acknowledging(told->trace(), 1102, false);
    ASSERT_LT(ack, told->trace().transits().size());
    const std::vector<Origin> origins = originsOf(*told, ack, {});
    const auto found = std::ranges::find(origins, QStringLiteral("ack 1102"), &Origin::what);
    ASSERT_NE(found, origins.end());
    EXPECT_TRUE(found->text.endsWith(QStringLiteral("1000 (IRS) + 1 SYN + 100 data + 1 FIN")))
        << found->text.toStdString();
    EXPECT_EQ(found->because.size(), 3U);
}

TEST(Origins, SayWhyARetransmissionRepeatsItsNumbers)
{
    const auto told = staged("syn-lost");
    const std::vector<Origin> origins = originsOf(*told, 1, {});
    ASSERT_FALSE(origins.empty());
    EXPECT_EQ(origins.front().because, std::vector<TransitId>{0});
}

TEST(SegmentInspector, ShowsTheRealChecksumAndOctets)
{
    const auto told = staged("three-way-handshake");
    const Transit& syn = told->trace().transit(0);
    const auto octets = encode(syn.segment, told->trace().endpoint(Side::Left).socket.address,
                               told->trace().endpoint(Side::Right).socket.address);
    const QString sum = QStringLiteral("0x%1").arg(octets[16] << 8 | octets[17], 4, 16, QLatin1Char{'0'});
    const QStringList words = texts(segmentInspector(*told, 0, {{760, 560}, 0, 1}, {}, {}));
    EXPECT_FALSE(words.filter(sum).isEmpty());
    EXPECT_TRUE(words.contains(QStringLiteral("%1").arg(octets[4], 2, 16, QLatin1Char{'0'})));
}

TEST(SegmentInspector, FitsNarrowAndWidePanels)
{
    for (const std::string& id : lessonIds()) {
        const auto told = staged(id);
        for (const double width : {280.0, 500.0, 1400.0})
            for (TransitId transit = 0; transit < std::min<std::size_t>(8, told->trace().transits().size());
                 ++transit) {
                const Scene scene = segmentInspector(*told, transit, {{width, 500}, 0, 1}, {}, {});
                const QRectF border{QPointF{-4, 0}, scene.size + QSizeF{8, 4}};
                for (const Mark& mark : scene.still)
                    ASSERT_TRUE(border.contains(bounds(mark)))
                        << id << " segment " << transit + 1 << " width " << width;
            }
    }
}

TEST(SegmentInspector, LightsTheOctetsOfTheChosenField)
{
    const auto told = staged("three-way-handshake");
    const Ref field{Ref::Kind::Field, Side::Left, static_cast<std::uint32_t>(Field::Sequence)};
    const Scene scene = segmentInspector(*told, 0, {{760, 560}, 0, 1}, field, {});
    const auto lit = std::ranges::count_if(scene.still, [](const Mark& mark) {
        const auto* box = std::get_if<Box>(&mark.shape);
        return box && box->fill == Ink::Caption;
    });
    EXPECT_EQ(lit, 4);
}

} // namespace

} // namespace tcpstage
