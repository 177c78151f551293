#include "ui/paint/blanks.h"

#include "core/base/nearest.h"
#include "core/base/say.h"
#include "ui/scene/words/labels.h"

#include <algorithm>

namespace tcpstage::paint {

namespace {

constexpr qsizetype leastLine = 4; // characters of a line to write on

QString lineFor(qsizetype letters) { return QString{std::max(letters + 1, leastLine), u'_'}; }

/// Replaces each match, or its first group if there is one, by a line.
void takeOut(QString& text, const QRegularExpression& what)
{
    QString out;
    qsizetype done = 0;
    for (auto match = what.globalMatch(text); match.hasNext();) {
        const auto found = match.next();
        const int group = found.lastCapturedIndex() > 0 ? 1 : 0;
        out += QStringView{text}.mid(done, found.capturedStart(group) - done);
        out += lineFor(found.capturedLength(group));
        done = found.capturedEnd(group);
    }
    text = out.append(QStringView{text}.mid(done));
}

const QRegularExpression& flagWords()
{
    static const QRegularExpression words{QStringLiteral(
        R"((?<![A-Za-z0-9-])(?:SYN|ACK|FIN|RST|PSH|URG|ECE|CWR)(?:=\d)?(?:,? (?:SYN|ACK|FIN|RST|PSH|URG|ECE|CWR)(?:=\d)?)*(?![A-Za-z0-9-])(?! *=))")};
    return words;
}

QRegularExpression stateWords(const scene::DisplayOptions& display)
{
    QStringList names;
    for (std::size_t i = 0; i < tcp::state_count; ++i) {
        const auto state = static_cast<tcp::State>(i);
        names << scene::stateText(state, display) << scene::plain(tcp::name(state));
    }
    std::ranges::sort(names, std::greater{}, &QString::size); // the longest first
    return QRegularExpression{QStringLiteral("(?<![A-Za-z-])(?:%1)(?![A-Za-z-])").arg(names.join(u'|'))};
}

bool isOfSegment(scene::Ink ink)
{
    return ink == scene::Ink::SegmentSyn || ink == scene::Ink::SegmentAck || ink == scene::Ink::SegmentData ||
           ink == scene::Ink::SegmentFin || ink == scene::Ink::SegmentRst;
}

} // namespace

Result<Blanks> blanksFrom(const std::string& words)
{
    Blanks blanks;
    constexpr std::array members{&Blanks::seq, &Blanks::ack, &Blanks::flags, &Blanks::state};
    for (std::size_t begin = 0; begin < words.size();) {
        const std::size_t end = std::min(words.find(',', begin), words.size());
        const std::string word = words.substr(begin, end - begin);
        const auto* const known = std::ranges::find(blank_words, word);
        if (known == blank_words.end())
            return fail(
                say({"--blank \"{}\" is nothing that can be left blank", "--blank “{}”不是可以留空的内容"}, word), {},
                advice_for(word, blank_words));
        blanks.*members[static_cast<std::size_t>(known - blank_words.begin())] = true;
        begin = end + 1;
    }
    return blanks;
}

Blanker::Blanker(const scene::StagedRun& staged, Blanks blanks, const scene::DisplayOptions& display)
    : blanks_{blanks}, states_{stateWords(display)}
{
    for (const std::size_t which : {std::size_t{0}, std::size_t{1}}) {
        if (which == 1 && !staged.beside) break;
        for (const auto& transit : staged.half(which).trace().transits()) {
            const tcp::Segment& segment = transit.segment;
            if (blanks_.seq) numbers_ << QString::number(segment.seq.value());
            if (blanks_.ack && segment.flags.has(tcp::Flag::Ack)) numbers_ << QString::number(segment.ack.value());
        }
    }
    numbers_.remove(QStringLiteral("0"));
    numbers_.remove(QStringLiteral("1")); // relative, and in every other sentence
}

QString Blanker::text(QString text) const
{
    static const QRegularExpression seq{QStringLiteral(R"(\bseq ?= ?([0-9a-z]+(?: ?\+ ?\d+)?))")};
    static const QRegularExpression ack{
        QStringLiteral(R"(\back ?= ?([0-9a-z]*\d(?: ?\+ ?\d+)?|[a-z](?: ?\+ ?\d+)?\b))")};
    static const QRegularExpression number{QStringLiteral(
        R"((?<![\d.]|win |win=|RFC |seq=|ack=)\d+(?![\d.]*\d)(?! ?(?:octets?|segments?|times?|ms|s|min|%|字节|个|次|秒)))")};
    if (blanks_.seq) takeOut(text, seq);
    if (blanks_.ack) takeOut(text, ack);
    if (blanks_.state) takeOut(text, states_);
    if (blanks_.flags) takeOut(text, flagWords());
    if (numbers_.isEmpty()) return text;
    QString out;
    qsizetype done = 0;
    for (auto match = number.globalMatch(text); match.hasNext();) {
        const auto found = match.next();
        if (!numbers_.contains(found.captured())) continue;
        out += QStringView{text}.mid(done, found.capturedStart() - done);
        out += lineFor(found.capturedLength());
        done = found.capturedEnd();
    }
    return out.append(QStringView{text}.mid(done));
}

namespace {

/// Makes the boxes around a label of a segment as wide as its lines need.
void widen(std::vector<scene::Mark>& marks, const scene::Mark& of)
{
    const auto& label = std::get<scene::Label>(of.shape);
    const QRectF words = bounds(of);
    for (scene::Mark& mark : marks) {
        auto* box = std::get_if<scene::Box>(&mark.shape);
        if (!box || mark.ref != of.ref || !box->rect.contains(words.center())) continue;
        const double missing = words.width() + label.pixels * 0.9 - box->rect.width();
        if (missing > 0) box->rect.adjust(-missing / 2, 0, missing / 2, 0);
    }
}

} // namespace

void Blanker::picture(scene::Scene& scene) const
{
    for (auto* marks : {&scene.still, &scene.moving})
        for (scene::Mark& mark : *marks)
            if (auto* label = std::get_if<scene::Label>(&mark.shape)) {
                label->text = text(label->text);
                if (label->ink == scene::Ink::OnSegment) label->ink = scene::Ink::Text;
            } else if (auto* box = std::get_if<scene::Box>(&mark.shape); box && isOfSegment(box->fill)) {
                box->fill = scene::Ink::Panel; // one can write on it
                box->border = scene::Ink::Text;
            }
    for (auto* marks : {&scene.still, &scene.moving})
        for (const scene::Mark& mark : *marks)
            if (std::holds_alternative<scene::Label>(mark.shape) && mark.ref.kind == scene::Ref::Kind::Segment)
                widen(*marks, mark);
}

} // namespace tcpstage::paint
