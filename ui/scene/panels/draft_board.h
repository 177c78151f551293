#pragma once
// The editor of a segment on a question's board: flags to switch, numbers to type, a button to send and one to wait.

#include "core/be_tcp/be_tcp.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"

#include <array>

namespace tcpstage::scene {

struct BoardSizes {
    double title;
    double choice;
    double text;
};

/// The `id`s of its marks, of kind Answer.
enum class DraftMark : std::uint32_t { Syn = 16, Ack, Fin, Rst, Seq, AckNumber, Payload, Send, Wait };
inline constexpr std::array<tcp::Flag, 4> draft_flags{tcp::Flag::Syn, tcp::Flag::Ack, tcp::Flag::Fin, tcp::Flag::Rst};

struct DraftBoard {
    tcp::Flags flags{};
    std::array<QString, 3> fields; // seq, ack, octets of payload
    std::size_t field = 0;         // that is typed into
    const be_tcp::Ruling* ruling = nullptr;
    QString more; // what the peer would do, and what else can be done
};

/// Adds the editor's row; returns how high it is.
double addDraft(Scene& scene, const DraftBoard& draft, QPointF corner, double width, const BoardSizes& sizes,
                const DisplayOptions& display);
/// The rule that was broken and what the peer would do; empty without one.
QString rulingText(const DraftBoard& draft, const DisplayOptions& display);

} // namespace tcpstage::scene
