#pragma once
// The segment editor on a question board: flags to switch, numbers to type, a button to send and one to wait.

#include "core/be_tcp/be_tcp.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"

#include <array>

namespace tcpstage::scene {

struct BoardSizes {
    double title;
    double choice;
    double text;
    double least; // of a line that says what the keys do
};

/// The ids of its marks (Ref::Kind::Answer).
enum class DraftMark : std::uint32_t { Syn = 16, Ack, Fin, Rst, Seq, AckNumber, Payload, Send, Wait };
inline constexpr std::array<tcp::Flag, 4> draft_flags{tcp::Flag::Syn, tcp::Flag::Ack, tcp::Flag::Fin, tcp::Flag::Rst};

struct DraftBoard {
    tcp::Flags flags{};
    std::array<QString, 3> fields; // seq, ack, octets of payload
    std::size_t field = 0;         // the field with the focus
    const be_tcp::Ruling* ruling = nullptr;
    QString more; // the peer's reaction, and what else can be done
};

/// Adds the editor's row; returns its height.
double addDraft(Scene& scene, const DraftBoard& draft, QPointF corner, double width, const BoardSizes& sizes,
                const DisplayOptions& display);
/// The broken rule and the peer's reaction; empty if no rule is broken.
QString rulingText(const DraftBoard& draft, const DisplayOptions& display);

} // namespace tcpstage::scene
