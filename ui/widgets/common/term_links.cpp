#include "ui/widgets/common/term_links.h"

#include "ui/scene/words/labels.h"

#include <QFontMetrics>
#include <QMenu>
#include <QRegularExpression>
#include <QTextDocument>
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace tcpstage::widgets {

namespace {

const QString termLink = QStringLiteral("term:");
const QString sectionSite = QStringLiteral("https://www.rfc-editor.org/rfc/rfc");

struct Word {
    scene::Term term;
    Text words; // patterns, without what may stand around a word
};
constexpr std::array wordTable{
    Word{scene::Term::TransmissionControlBlock, {"TCBs?", "TCB"}},
    Word{scene::Term::Msl, {"2? ?MSL", "2? ?MSL"}},
    Word{scene::Term::ActiveOpen, {"[Aa]ctive OPEN", "主动 ?OPEN|主动打开"}},
    Word{scene::Term::PassiveOpen, {"[Pp]assive OPEN", "被动 ?OPEN|被动打开"}},
    Word{scene::Term::Segment, {"[Ss]egments?", "报文段"}},
    Word{scene::Term::Octet, {"[Oo]ctets?", "字节"}},
    Word{scene::Term::Retransmission, {"[Rr]etransmissions?", "重传"}},
    Word{scene::Term::TimerRetransmit, {"[Rr]etransmission timer", "重传定时器"}},
    Word{scene::Term::SlowStart, {"[Ss]low start", "慢启动|慢开始"}},
    Word{scene::Term::CongestionAvoidance, {"[Cc]ongestion avoidance", "拥塞避免"}},
    Word{scene::Term::FastRecovery, {"[Ff]ast recovery", "快速恢复"}},
    Word{scene::Term::OptionMss, {"MSS", "MSS"}},
    Word{scene::Term::Rto, {"RTO", "RTO"}},
    Word{scene::Term::ActiveClose, {"[Aa]ctive close", "主动关闭"}},
    Word{scene::Term::PassiveClose, {"[Pp]assive close", "被动关闭"}},
    Word{scene::Term::HalfClosed, {"[Hh]alf-closed", "半关闭"}},
    Word{scene::Term::HalfOpen, {"[Hh]alf-open", "半打开"}},
    Word{scene::Term::ByteStream, {"[Bb]yte stream", "字节流"}},
    Word{scene::Term::Mtu, {"MTU", "MTU"}},
    Word{scene::Term::FourTuple, {"[Ff]our-tuple", "四元组"}},
    Word{scene::Term::Paws, {"PAWS", "PAWS"}},
    Word{scene::Term::ChallengeAck, {"[Cc]hallenge ACKs?", "挑战 ACK"}},
};

const QRegularExpression& references()
{
    static const QRegularExpression pattern{QStringLiteral(R"(RFC (\d{3,5})(?: ((?:\d+|[A-Z])(?:\.\d+)*)(?![\w]))?)")};
    return pattern;
}

QString addressOf(const QRegularExpressionMatch& reference)
{
    const QString section = reference.captured(2);
    const QString address = sectionSite + reference.captured(1);
    if (section.isEmpty()) return address;
    return address + (section.front().isDigit() ? QStringLiteral("#section-") : QStringLiteral("#appendix-")) + section;
}

struct LinkPlace {
    qsizetype from;
    qsizetype length;
    QString link;
};

/// Without letters of the same word before and after it; states and variables stand as the RFC writes them.
QRegularExpression whole(const QString& pattern)
{
    return QRegularExpression{QStringLiteral("(?<![A-Za-z0-9.-])(?:%1)(?![A-Za-z0-9-]|\\.[A-Za-z])").arg(pattern)};
}

struct Pattern {
    scene::Term term;
    QRegularExpression words;
};

/// The longer patterns first, as an active OPEN is no other thing.
const std::vector<Pattern>& patternsOf(Language language)
{
    const auto make = [](Language of) {
        std::vector<Pattern> all;
        for (const scene::TermInfo& entry : scene::glossary())
            if (entry.category == scene::TermCategory::State || entry.category == scene::TermCategory::Variable)
                if (entry.id.find('.') != std::string_view::npos || entry.category == scene::TermCategory::State)
                    all.push_back({entry.term, whole(QRegularExpression::escape(scene::plain(entry.id)))});
        for (const Word& word : wordTable)
            all.push_back({word.term, whole(scene::inLanguage(word.words, of))});
        return all;
    };
    static const std::array<std::vector<Pattern>, 2> known{make(Language::English), make(Language::Chinese)};
    return known[static_cast<std::size_t>(language)];
}

bool isTaken(const std::vector<LinkPlace>& found, qsizetype from, qsizetype length)
{
    return std::ranges::any_of(
        found, [&](const LinkPlace& other) { return from < other.from + other.length && other.from < from + length; });
}

std::vector<LinkPlace> linksIn(const QString& text, Language language)
{
    std::vector<LinkPlace> found;
    for (auto match = references().globalMatch(text); match.hasNext();) {
        const auto reference = match.next();
        found.push_back({reference.capturedStart(), reference.capturedLength(), addressOf(reference)});
    }
    for (const Pattern& pattern : patternsOf(language)) {
        for (auto match = pattern.words.globalMatch(text); match.hasNext();) {
            const auto word = match.next();
            if (isTaken(found, word.capturedStart(), word.capturedLength())) continue;
            found.push_back({word.capturedStart(), word.capturedLength(),
                             termLink + QString::number(static_cast<int>(pattern.term))});
            break; // the first only: a text full of links cannot be read
        }
    }
    std::ranges::sort(found, {}, &LinkPlace::from);
    return found;
}

} // namespace

QString linked(const QString& text, Language language, const QColor& colour)
{
    QString html;
    qsizetype done = 0;
    for (const LinkPlace& link : linksIn(text, language)) {
        html += text.mid(done, link.from - done).toHtmlEscaped();
        html += QStringLiteral("<a href=\"%1\" style=\"color:%2\">%3</a>")
                    .arg(link.link, colour.name(), text.mid(link.from, link.length).toHtmlEscaped());
        done = link.from + link.length;
    }
    html += text.mid(done).toHtmlEscaped();
    return html.replace(u'\n', QStringLiteral("<br>"));
}

QStringList sectionsIn(const QString& text)
{
    QStringList addresses;
    for (auto match = references().globalMatch(text); match.hasNext();)
        if (const QString address = addressOf(match.next()); !addresses.contains(address)) addresses << address;
    return addresses;
}

QStringList sectionsOf(const std::string& rfc)
{
    // The number of an RFC stands before its first section.
    static const QRegularExpression part{
        QStringLiteral(R"(^(?:RFC )?(?:(\d{3,5})(?= |$))? ?(?:appendix )?((?:\d+|[A-Z])(?:\.\d+)*)?(?!\w))")};
    static const QRegularExpression between{QStringLiteral("[,;] ")};
    QString number;
    QStringList addresses;
    for (const QString& words : QString::fromStdString(rfc).split(between, Qt::SkipEmptyParts)) {
        const QRegularExpressionMatch found = part.match(words);
        if (!found.captured(1).isEmpty()) number = found.captured(1);
        if (!found.hasMatch() || number.isEmpty() || found.capturedLength() == 0) continue;
        for (const QString& address : sectionsIn(QStringLiteral("RFC %1 %2").arg(number, found.captured(2)).trimmed()))
            if (!addresses.contains(address)) addresses << address;
    }
    return addresses;
}

void openOneOf(const QStringList& sections, QWidget& under, model::Store& store)
{
    if (sections.size() == 1) return void(followLink(sections.front(), store));
    auto* menu = new QMenu{&under};
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const QString& section : sections)
        menu->addAction(section, &under, [section, &store] { followLink(section, store); });
    menu->popup(under.mapToGlobal(QPoint{0, under.height()}));
}

std::optional<scene::Term> termOfLink(const QString& link)
{
    if (!link.startsWith(termLink)) return std::nullopt;
    const std::size_t term = link.mid(termLink.size()).toUInt();
    return term < scene::glossary().size() ? std::optional{static_cast<scene::Term>(term)} : std::nullopt;
}

bool followLink(const QString& link, model::Store& store)
{
    if (const auto term = termOfLink(link))
        store.dispatch(model::Select{scene::refOf(*term)});
    else if (link.startsWith(sectionSite))
        store.dispatch(model::Browse{link.toStdString()});
    else
        return false;
    return true;
}

int heightAsLinks(const QString& html, const QFont& font, int width)
{
    QTextDocument document;
    document.setDocumentMargin(0);
    document.setDefaultFont(font);
    document.setHtml(html);
    document.setTextWidth(width);
    const QFontMetricsF metrics{font};
    const double below = std::max(0.0, metrics.underlinePos() + metrics.lineWidth() - metrics.descent());
    return static_cast<int>(std::ceil(document.size().height() + below)) + 1;
}

} // namespace tcpstage::widgets
