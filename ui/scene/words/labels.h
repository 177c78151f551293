#pragma once
// The words on the stage: names of states, the text of a segment, durations. Strings are made once and shared.

#include "core/captions/caption.h"
#include "core/captions/numbers.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/staged/staged_run.h"

#include <array>

namespace tcpstage::scene {

QString plain(std::string_view text);
inline QString inLanguage(const Text& text, Language language) { return plain(text[language]); }
QString stateText(tcp::State state, const DisplayOptions& display);
/// The state of an endpoint; "UDP" where it has none.
QString stateText(const trace::EndpointInfo& endpoint, tcp::State state, const DisplayOptions& display);
/// "not TCP", for a run or an endpoint that lacks a rule of it.
QString notTcpText(Language language);
/// How sequence numbers are written, where that is not as they are on the wire: "relative numbers", what the symbols
/// stand for. Else empty.
QString numbersSign(const DisplayOptions& display);
/// "SYN, ACK", or "UDP" for a datagram.
inline QString titleOf(const tcp::Segment& segment) { return QString::fromStdString(tcp::title(segment)); }
/// Without the spaces that stand between two Chinese words where one was filled in.
QString withoutGaps(const QString& text);
/// "1 octet", "20 octets": a sentence with a count in the place of %1.
QString counted(const Text& text, std::uint64_t count, Language language);
/// "10.0.0.1:49152"
QString addressText(const trace::EndpointInfo& endpoint);
/// "Client": the endpoint's own name, in the language where it is "client" or "server".
QString endpointName(const trace::EndpointInfo& endpoint, Language language);
/// The same in a heading: perhaps with a letter, "A: client".
QString endTitle(const trace::Trace& trace, trace::Side side, const DisplayOptions& display);
/// "4 s", "0.95 s", "20 ms": at most two decimals.
QString shortDuration(Duration duration);
/// "RTO", "2MSL"
QString shortName(tcp::Timer timer, Language language);
/// "send(100)"
QString callText(const trace::Trace& trace, const trace::Record& record);
/// "203.0.113.1": the other peer of a connection that is not the conversation.
QString peerText(const trace::Trace& trace, trace::ConnectionNumber connection);

/// The parts of a segment's label, the most important first.
struct SegmentWords {
    QString flags;      // "SYN, ACK"
    QString numbers;    // "seq=5000 ack=1001 len=100"
    QString window;     // "win=0", where the window is another than before, or closed
    QString options;    // "MSS 1000 SACK OK" of a SYN, where it offers more than the usual MSS
    QString remark;     // "retransmission"; empty for an ordinary segment
    QString remarkSign; // the same in a letter or two
    QString differs;    // from the other of two worlds: a sign
};
/// "+" only here, "≠" something is not the same, "Δ" only the time; empty: as in the other world.
QString differenceSign(const StagedRun& staged, trace::TransitId id);
/// "SYN, ACK" or "SYN=1 ACK=1", as the display has it; "UDP" for a datagram.
QString flagsText(const tcp::Segment& segment, const DisplayOptions& display);
SegmentWords wordsOf(const trace::Trace& trace, trace::TransitId id, const DisplayOptions& display);
/// As it left its sender, before the network edited it.
SegmentWords wordsAsSent(const trace::Trace& trace, trace::TransitId id, const DisplayOptions& display);
/// A number as it is shown: absolute, relative to `base`, both, or as a symbol.
QString numberText(tcp::Seq number, const captions::Base& base, Numbers numbers);
/// The same where there is room for one: absolute, when both are wanted.
inline QString oneNumberText(tcp::Seq number, const captions::Base& base, Numbers numbers)
{
    return numberText(number, base, numbers == Numbers::Both ? Numbers::Absolute : numbers);
}
/// What a kernel repeated while somebody held its segment: nothing that the lesson or the network did.
inline bool isGhost(const trace::Transit& transit) { return transit.reason == trace::Reason::Swallowed; }
/// Why the segment never arrives.
QString lossText(const trace::Transit& transit, Language language);
/// The same beside a cross that has less room, the fuller one first: "by you"; "lost".
QStringList shortLossTexts(const trace::Transit& transit, Language language);

} // namespace tcpstage::scene
