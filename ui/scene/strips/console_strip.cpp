#include "ui/scene/strips/console_strip.h"

#include "core/captions/trace_step.h"
#include "core/terminal/ss_line.h"
#include "core/terminal/tcpdump_line.h"
#include "core/trace/spoken_name.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/program_words.h"

#include <QStringList>
#include <algorithm>
#include <array>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text nothingPrinted{"(prints nothing)", "（无输出）"};
constexpr std::size_t mostLinesMeasured = 200; // segments whose lines are measured

struct Typed {
    QString command; // with the prompt
    QString output;  // empty: nothing
};
struct Console {
    Typed tcpdump;
    std::array<Typed, 2> ss;
};

bool isAbsolute(const DisplayOptions& display) { return display.numbers != Numbers::Relative; }

/// "client$ ls"
QString typedAt(const StagedRun& staged, trace::Side side, const std::string& command, Language language)
{
    return QString::fromStdString(trace::spoken(staged.trace().endpoint(side))[language]) + QStringLiteral("$ ") +
           plain(command);
}

/// The machine on which the segment of the step is seen, and the segment; the end of the step, and none.
struct SeenSegment {
    trace::Side where = trace::Side::Left;
    trace::TransitId transit = trace::no_transit;
};
SeenSegment segmentSeen(const trace::Trace& trace, trace::RecordId record)
{
    const auto step = captions::step_of(trace, record);
    if (!step) return {};
    const trace::Record of = trace.record(step->record);
    if (of.kind != trace::Kind::Sent && of.kind != trace::Kind::Arrived) return {of.side, trace::no_transit};
    const trace::Transit transit = trace.transit(of.ref);
    const bool forged = transit.reason == trace::Reason::FromThePast || transit.copy_of != trace::no_transit;
    if (of.kind == trace::Kind::Sent) return {transit.from, forged ? trace::no_transit : of.ref};
    return {trace::other(transit.from), of.ref};
}

/// What a socket of an end was used for is not known of captured ones.
bool knowsSockets(const StagedRun& staged, trace::Side side)
{
    return staged.trace().source() != trace::Source::Capture && staged.hasStates(side);
}

Console consoleAt(const StagedRun& staged, StageTime time, const DisplayOptions& display, bool timers)
{
    const trace::Trace& trace = staged.trace();
    const trace::Moment moment = staged.timeMap.moment(time);
    const SeenSegment seen = segmentSeen(trace, moment.record);
    Console console;
    const bool absolute = isAbsolute(display);
    console.tcpdump.command = typedAt(staged, seen.where, terminal::tcpdump_command(trace, absolute), display.language);
    if (seen.transit != trace::no_transit)
        console.tcpdump.output = plain(terminal::tcpdump_line(trace, seen.transit, seen.where, absolute));
    for (const trace::Side side : trace::both_sides) {
        if (!knowsSockets(staged, side)) continue;
        const terminal::SsMoment at{staged.scenario,           trace, programOf(staged, side), side, moment,
                                    staged.timeMap.clock(time)};
        console.ss[trace::index(side)] = {typedAt(staged, side, terminal::ss_command(at, timers), display.language),
                                          plain(terminal::ss_line(at, timers))};
    }
    return console;
}

/// How the strip is laid out, the same at every step of a run.
struct StripLayout {
    bool timers = true;  // ss has room for them
    bool beside = true;  // the lines of both ends stand side by side
    int outputRows = 1;  // of tcpdump
    bool sockets = true; // of at least one end
};

double monoWidth(double letters) { return textWidth(QStringLiteral("0"), Face::Mono, letters, 500); }

/// The longest line of tcpdump, in letters.
qsizetype longestLine(const StagedRun& staged)
{
    struct Known {
        std::uint64_t run = 0;
        qsizetype letters = 0;
    };
    thread_local Known known;
    if (known.run == staged.number) return known.letters;
    qsizetype longest = 0;
    const std::size_t count = std::min(staged.trace().transits().size(), mostLinesMeasured);
    for (trace::TransitId id = 0; id < count; ++id)
        longest = std::max(longest, plain(terminal::tcpdump_line(staged.trace(), id, trace::Side::Left, true)).size());
    known = {staged.number, longest};
    return longest;
}

StripLayout stripLayout(const StagedRun& staged, double width, double letters)
{
    constexpr qsizetype around = 10 + 1 + 7 + 7 + 1; // the state and the two queues
    constexpr qsizetype ofTimer = 27;
    const double letter = monoWidth(letters);
    qsizetype least = around;
    for (const trace::Side side : trace::both_sides)
        least += addressText(staged.trace().endpoint(side)).size();
    const auto room = [&](double pixels) { return static_cast<qsizetype>(pixels / letter); };
    const qsizetype half = room(width / 2 - letter * 2);
    StripLayout layout;
    layout.sockets = knowsSockets(staged, trace::Side::Left) || knowsSockets(staged, trace::Side::Right);
    layout.beside = half >= least;
    layout.timers = (layout.beside ? half : room(width)) >= least + ofTimer;
    layout.outputRows = longestLine(staged) > room(width) ? 2 : 1;
    return layout;
}

double stripRow(double letters) { return std::round(letters * 1.42); }
double stripEdge(double letters) { return std::round(letters * 0.5); }

int stripRows(const StripLayout& layout)
{
    return 1 + layout.outputRows + (!layout.sockets ? 0 : layout.beside ? 2 : 4);
}

class Strip {
public:
    Strip(Scene& scene, const QRectF& area, double letters, Language language)
        : scene_{scene}, area_{area}, letters_{letters}, language_{language}, y_{area.top() + stripEdge(letters)}
    {}

    void add(const Console& console, const StripLayout& layout)
    {
        const double inset = stripEdge(letters_) * 1.6;
        const double left = area_.left() + inset;
        const double wide = area_.width() - 2 * inset;
        add(console.tcpdump, left, wide, layout.outputRows);
        y_ += stripRow(letters_) * (1 + layout.outputRows);
        for (const trace::Side side : trace::both_sides) {
            const Typed& of = console.ss[trace::index(side)];
            const bool second = layout.beside && side == trace::Side::Right;
            if (!of.command.isEmpty()) add(of, second ? left + wide / 2 : left, layout.beside ? wide / 2 : wide, 1);
            if (!layout.beside) y_ += stripRow(letters_) * 2;
        }
    }

private:
    void add(const Typed& typed, double left, double wide, int most)
    {
        const double gap = monoWidth(letters_);
        line(elided(typed.command, Face::Mono, letters_, 450, wide - gap), {left, y_}, Ink::Muted, 450);
        double y = y_ + stripRow(letters_);
        if (typed.output.isEmpty())
            return line(elided(inLanguage(nothingPrinted, language_), Face::Sans, letters_, 450, wide - gap), {left, y},
                        Ink::Faint, 450, Face::Sans);
        for (const QString& part : wrapped(typed.output, Face::Mono, letters_, 500, wide - gap, most)) {
            line(part, {left, y}, Ink::Text, 500);
            y += stripRow(letters_);
        }
    }
    void line(const QString& text, QPointF top, Ink ink, int weight, Face face = Face::Mono)
    {
        const double base = baselineFor(top.y() + stripRow(letters_) / 2, letters_);
        scene_.moving.push_back({Label{text, {top.x(), base}, letters_, ink, face, weight, Align::Left, 0}, {}, 1});
    }

    Scene& scene_;
    QRectF area_;
    double letters_;
    Language language_;
    double y_;
};

} // namespace

bool showsConsole(const StagedRun& staged, const DisplayOptions& display)
{
    return display.console && !staged.beside && !staged.standsIn;
}

double consoleHeight(const StagedRun& staged, const DisplayOptions& display, double width, double letters)
{
    if (!showsConsole(staged, display)) return 0;
    return stripRows(stripLayout(staged, width - 4 * stripEdge(letters), letters)) * stripRow(letters) +
           2 * stripEdge(letters);
}

void addConsole(Scene& scene, const ViewInput& input, StageTime time, const QRectF& area, double letters)
{
    const StripLayout layout = stripLayout(input.staged, area.width() - 4 * stripEdge(letters), letters);
    const Console console = consoleAt(input.staged, time, input.display, layout.timers);
    Strip{scene, area, letters, input.display.language}.add(console, layout);
}

QString consoleText(const StagedRun& staged, StageTime time, const DisplayOptions& display)
{
    const Console console = consoleAt(staged, time, display, true);
    QStringList lines;
    for (const Typed* typed : {&console.tcpdump, &console.ss[0], &console.ss[1]}) {
        if (typed->command.isEmpty()) continue;
        lines << typed->command;
        if (!typed->output.isEmpty()) lines << typed->output;
    }
    return lines.join(u'\n');
}

} // namespace tcpstage::scene
