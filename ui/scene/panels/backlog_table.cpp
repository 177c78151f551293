#include "ui/scene/panels/backlog_table.h"

#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text backlogTitle{"Backlog: %1 of %2", "连接队列：%1 / %2"};
constexpr Text queuesTitle{"SYN %1/%2, accept %3/%2", "半连接 %1/%2，全连接 %3/%2"};
constexpr Text shortQueues{"SYN %1/%2, acc. %3/%2", "半 %1/%2，全 %3/%2"};
constexpr Text full{"full", "已满"};
constexpr Text none{"nothing is kept", "没有保存任何条目"};
constexpr Text andMore{"and %1 more", "另有 %1 条"};
constexpr Text droppedWords{"dropped: %1", "已丢弃：%1"};
constexpr Text cookieWords{"cookies: %1 sent, %2 back", "cookie：发出 %1，返回 %2"};
constexpr Text peerWord{"Peer", "对方"};
constexpr Text ageWord{"Age", "存活"};
constexpr Text nextWord{"Timer", "定时器"};
constexpr Text retryWord{"Try", "次数"};

/// The base of both sizes of the table.
class Table {
public:
    Table(PanelPen& pen, const PanelInput& input, StageTime time, const QRectF& area)
        : pen_{pen}, input_{input}, area_{area}, settings_{settingsOf(input.staged, input.side)},
          state_{input.staged.backlogs[trace::index(input.side)]->at(input.moment.record)},
          clock_{input.staged.timeMap.clock(time)}
    {}

    static const tcp::Settings& settingsOf(const StagedRun& staged, trace::Side side)
    {
        return staged.scenario.setup.endpoints[trace::index(side)].settings;
    }

    void drawSmall()
    {
        const double big = std::round(pen_.px(12));
        const double small = std::max(9.0, std::round(pen_.px(10)));
        double y = heading(area_.top(), big);
        y = head(y, small);
        const double row = std::round(pen_.px(17));
        const double foot = footTexts().isEmpty() ? 0 : pen_.px(15);
        y = rows(y, row, area_.bottom() - foot,
                 [&](const BacklogEntry& entry, double top) { smallRow(entry, top, row, small); });
        footLine(y + pen_.px(2), small);
    }

    void drawBig()
    {
        const double small = std::round(pen_.px(27.4));
        double y = heading(area_.top(), std::round(pen_.px(32)));
        const double foot = static_cast<double>(footTexts().size()) * pen_.px(36);
        const double tall = area_.bottom() - foot - y - pen_.px(6);
        const bool many = static_cast<double>(state_.entries.size()) * std::round(pen_.px(58)) > tall;
        const double row = std::round(pen_.px(many ? 42 : 58)); // the bar of each just under its name
        y = rows(y + pen_.px(6), row, area_.bottom() - foot,
                 [&](const BacklogEntry& entry, double top) { bigRow(entry, top, row, small); });
        for (const QString& line : footTexts()) {
            pen_.text(elided(line, Face::Sans, small, 600, area_.width()), {area_.left(), y + small}, small, Ink::Muted,
                      600);
            y += pen_.px(36);
        }
    }

private:
    QString say(const Text& text) const { return inLanguage(text, input_.display.language); }
    Ref refOf(const BacklogEntry& entry) const
    {
        if (entry.syn == trace::no_transit) return {Ref::Kind::Endpoint, input_.side, 0};
        return {Ref::Kind::Segment, trace::other(input_.side), entry.syn};
    }
    std::uint32_t opening() const
    {
        return static_cast<std::uint32_t>(
            std::ranges::count(state_.entries, tcp::State::SynReceived, &BacklogEntry::state));
    }

    /// Connections that wait for accept().
    std::size_t complete() const { return state_.entries.size() - opening(); }

    double heading(double top, double pixels)
    {
        const bool two = settings_.accepts == tcp::Accepts::ByHand;              // the second queue has as many places
        const bool isFull = (two ? complete() : opening()) >= settings_.backlog; // the word is beside the last number
        QString words = say(backlogTitle).arg(opening()).arg(settings_.backlog);
        if (two) {
            const auto filled = [&](const Text& title) {
                return say(title).arg(opening()).arg(settings_.backlog).arg(complete());
            };
            words = firstThatFits({filled(queuesTitle)}, Face::Sans, pixels, 700, area_.width());
            if (words.isEmpty()) words = filled(shortQueues);
        }
        const Ref self{Ref::Kind::Endpoint, input_.side, 0};
        pen_.text(elided(words, Face::Sans, pixels, 700, area_.width()), {area_.left(), top + pixels}, pixels,
                  Ink::Text, 700, Align::Left, Face::Sans, self);
        const double after = area_.left() + textWidth(words, Face::Sans, pixels, 700) + pixels * 0.4;
        const QString word = say(full);
        if (isFull && after + textWidth(word, Face::Sans, pixels, 700) + pixels <= area_.right() + 0.5) {
            const QRectF pill{after, top + pixels * 0.1, textWidth(word, Face::Sans, pixels, 700) + pixels,
                              pixels * 1.25};
            pen_.add(Box{pill, pill.height() / 2, Ink::None, Ink::Lost, std::max(1.0, pixels / 9), Stroke::Solid},
                     self);
            pen_.text(word, {pill.center().x(), top + pixels * 1.06}, pixels, Ink::Lost, 700, Align::Centre, Face::Sans,
                      self);
        }
        return top + std::round(pixels * 1.6);
    }

    // The x coordinates of the columns.
    double ageAt() const { return area_.left() + area_.width() * 0.56; }
    double timerAt() const { return area_.left() + area_.width() * 0.60; }
    double retryAt() const { return area_.right(); }

    double head(double top, double pixels)
    {
        const double base = top + pixels;
        const auto word = [&](const Text& text, double x, Align align, double room) {
            pen_.text(elided(say(text), Face::Sans, pixels, 500, room), {x, base}, pixels, Ink::Muted, 500, align);
        };
        word(peerWord, area_.left(), Align::Left, area_.width() * 0.3);
        word(ageWord, ageAt(), Align::Right, area_.width() * 0.2);
        word(nextWord, timerAt(), Align::Left, retryAt() - timerAt() - pen_.px(26));
        word(retryWord, retryAt(), Align::Right, pen_.px(30));
        const double line = std::round(base + pixels * 0.4);
        pen_.add(Line{{area_.left(), line}, {area_.right(), line}, 1, Ink::Rule, Stroke::Solid, 0});
        return line + pen_.px(2);
    }

    template <typename Draw> double rows(double top, double height, double bottom, Draw draw)
    {
        const auto room = static_cast<std::size_t>(std::max(0.0, std::floor((bottom - top) / height)));
        const std::size_t count = state_.entries.size();
        if (count == 0 && room > 0) {
            line(say(none), top, height);
            return top + height;
        }
        const std::size_t shown = count <= room ? count : room == 0 ? 0 : room - 1;
        double y = top;
        for (std::size_t i = 0; i < shown; ++i, y += height)
            draw(state_.entries[i], y);
        if (shown == count || room == 0) return y;
        line(say(andMore).arg(count - shown), y, height);
        return y + height;
    }
    void line(const QString& words, double top, double height)
    {
        const double pixels = std::round(std::min(height * 0.6, pen_.px(27.4)));
        pen_.text(elided(words, Face::Sans, pixels, 500, area_.width()),
                  {area_.left(), baselineFor(top + height * 0.5, pixels)}, pixels, Ink::Muted, 500);
    }

    QString age(const BacklogEntry& entry) const { return shortDuration(rounded(clock_ - entry.since)); }
    /// Rounds down to a tenth of a second, so that running times do not flicker.
    static Duration rounded(Duration duration) { return duration - duration % Duration{100ms}; }
    double timerPart(const BacklogEntry& entry) const
    {
        const double whole = std::max(1.0, static_cast<double>((entry.timerDue - entry.timerSince).count()));
        const double rest = std::max(0.0, static_cast<double>((entry.timerDue - clock_).count()));
        return std::min(1.0, rest / whole);
    }
    QString tries(const BacklogEntry& entry) const
    {
        return QStringLiteral("%1/%2").arg(entry.retries).arg(settings_.syn_retries);
    }
    void bar(const QRectF& track, double part, const Ref& ref)
    {
        pen_.fill(track, track.height() / 2, Ink::Track, ref);
        QRectF rest = track;
        rest.setWidth(std::max(track.height(), track.width() * part));
        pen_.fill(rest, track.height() / 2, Ink::Timer, ref);
    }

    void smallRow(const BacklogEntry& entry, double top, double height, double pixels)
    {
        const Ref ref = refOf(entry);
        const double base = baselineFor(top + height * 0.5, pixels);
        if (input_.selection == ref)
            pen_.frame({area_.left() - pen_.px(3), top, area_.width() + pen_.px(6), height}, ref);
        const double dot = std::round(pen_.px(7));
        pen_.fill({area_.left(), top + (height - dot) / 2, dot, dot}, pen_.px(2), inkOf(entry.state), ref);
        const double start = area_.left() + dot + pen_.px(4);
        const double age0 = ageAt() - textWidth(QStringLiteral("00.0 s"), Face::Mono, pixels, 500);
        QString peer = QString::fromStdString(tcp::to_text(entry.peer));
        if (textWidth(peer, Face::Mono, pixels, 600) > age0 - start)
            peer = QString::fromStdString(tcp::to_text(entry.peer.address));
        pen_.text(elided(peer, Face::Mono, pixels, 600, age0 - start), {start, base}, pixels, Ink::Text, 600,
                  Align::Left, Face::Mono, ref);
        pen_.text(age(entry), {ageAt(), base}, pixels, Ink::Text, 500, Align::Right, Face::Mono, ref);
        if (entry.state != tcp::State::SynReceived) {
            pen_.text(elided(stateText(entry.state, input_.display), Face::Sans, pixels, 700, retryAt() - timerAt()),
                      {timerAt(), base}, pixels, Ink::Text, 700, Align::Left, Face::Sans, ref);
            return;
        }
        const double retryWidth = textWidth(QStringLiteral("00/00"), Face::Mono, pixels, 500);
        pen_.text(tries(entry), {retryAt(), base}, pixels, Ink::Text, 500, Align::Right, Face::Mono, ref);
        if (entry.timerDue == never) return;
        const double seconds = textWidth(QStringLiteral("0.0 s"), Face::Mono, pixels, 600) + pen_.px(4);
        const double end = retryAt() - retryWidth - pen_.px(3);
        const double length = end - timerAt() - seconds;
        pen_.text(shortDuration(rounded(std::max(Duration{0}, entry.timerDue - clock_))), {timerAt(), base}, pixels,
                  Ink::Timer, 600, Align::Left, Face::Mono, ref);
        if (length > pen_.px(12))
            bar({timerAt() + seconds, top + height / 2 - pen_.px(2), length, pen_.px(4)}, timerPart(entry), ref);
    }

    void bigRow(const BacklogEntry& entry, double top, double height, double pixels)
    {
        const Ref ref = refOf(entry);
        const QString peer = QString::fromStdString(tcp::to_text(entry.peer.address));
        const QString right = entry.state == tcp::State::SynReceived ? tries(entry) : QStringLiteral("✓");
        const double rightWidth = textWidth(right, Face::Mono, pixels, 600);
        const double base = top + pixels;
        pen_.text(elided(peer, Face::Mono, pixels, 600, area_.width() - rightWidth - pen_.px(12)), {area_.left(), base},
                  pixels, Ink::Text, 600, Align::Left, Face::Mono, ref);
        pen_.text(right, {area_.right(), base}, pixels, Ink::Text, 600, Align::Right, Face::Mono, ref);
        if (entry.timerDue == never) return;
        const bool low = height < pen_.px(50);
        bar({area_.left(), top + height - pen_.px(low ? 7 : 17), area_.width(), pen_.px(low ? 5 : 9)}, timerPart(entry),
            ref);
    }

    QStringList footTexts() const
    {
        QStringList list;
        if (state_.dropped > 0) list << say(droppedWords).arg(state_.dropped);
        if (state_.cookiesSent > 0) list << say(cookieWords).arg(state_.cookiesSent).arg(state_.cookiesBack);
        return list;
    }
    void footLine(double top, double pixels)
    {
        const QString words = footTexts().join(QStringLiteral("   "));
        if (words.isEmpty()) return;
        pen_.text(elided(words, Face::Sans, pixels, 600, area_.width()), {area_.left(), top + pixels}, pixels,
                  Ink::Muted, 600);
    }

    PanelPen& pen_;
    const PanelInput& input_;
    QRectF area_;
    const tcp::Settings& settings_;
    BacklogState state_;
    Instant clock_;
};

} // namespace

double backlogHeight(const PanelPen& pen, const PanelInput& input, double most)
{
    const std::uint32_t rows = std::min(6U, Table::settingsOf(input.staged, input.side).backlog);
    return std::min(most, std::round(pen.px(19)) + pen.px(20) + rows * std::round(pen.px(17)) + pen.px(17));
}

void drawBacklog(PanelPen& pen, const PanelInput& input, StageTime time, const QRectF& area)
{
    Table{pen, input, time, area}.drawSmall();
}

void drawBacklogBig(PanelPen& pen, const PanelInput& input, StageTime time, const QRectF& area)
{
    Table{pen, input, time, area}.drawBig();
}

} // namespace tcpstage::scene
