#pragma once
// The parts of a sequence space, as in figures 3 and 4 of RFC 9293.

#include "core/base/text.h"
#include "ui/scene/marks/ink.h"

namespace tcpstage::scene {

enum class SpacePart : std::uint8_t {
    Acknowledged, // figure 3: sending
    InFlight,
    Usable,
    NotYet,
    Delivered, // figure 4: receiving
    Unread,
    Window,
    Hole,
    Held,
    Beyond
};

constexpr Text nameOf(SpacePart part)
{
    switch (part) {
    case SpacePart::Acknowledged:
        return {"acknowledged", "已确认"};
    case SpacePart::InFlight:
        return {"sent, not acknowledged", "已发送，未确认"};
    case SpacePart::Usable:
        return {"may be sent", "可以发送"};
    case SpacePart::NotYet:
        return {"not yet", "还不能发送"};
    case SpacePart::Delivered:
        return {"received, delivered", "已接收并交付"};
    case SpacePart::Unread:
        return {"in the buffer", "在缓冲区中"};
    case SpacePart::Window:
        return {"window: may arrive", "窗口：可以接收"};
    case SpacePart::Hole:
        return {"hole", "缺口"};
    case SpacePart::Held:
        return {"held, out of order", "失序，已保存"};
    case SpacePart::Beyond:
        return {"not yet", "还不能接收"};
    }
    return {};
}

constexpr Text shortNameOf(SpacePart part)
{
    switch (part) {
    case SpacePart::Acknowledged:
        return {"acked", "已确认"};
    case SpacePart::InFlight:
        return {"in flight", "在途"};
    case SpacePart::Usable:
        return {"usable", "可发送"};
    case SpacePart::NotYet:
    case SpacePart::Beyond:
        return {"not yet", "不可"};
    case SpacePart::Delivered:
        return {"delivered", "已交付"};
    case SpacePart::Unread:
        return {"unread", "未读"};
    case SpacePart::Window:
        return {"window", "窗口"};
    case SpacePart::Hole:
        return {"hole", "缺口"};
    case SpacePart::Held:
        return {"held", "失序"};
    }
    return {};
}

constexpr Ink inkOf(SpacePart part)
{
    switch (part) {
    case SpacePart::Acknowledged:
    case SpacePart::Delivered:
        return Ink::StateOpen;
    case SpacePart::InFlight:
        return Ink::StateClosing;
    case SpacePart::Held:
        return Ink::SegmentFin;
    case SpacePart::Usable:
    case SpacePart::Window:
        return Ink::StateOpening;
    case SpacePart::Unread:
        return Ink::StateTimeWait;
    case SpacePart::Hole:
        return Ink::Highlight;
    case SpacePart::NotYet:
    case SpacePart::Beyond:
        return Ink::Track;
    }
    return Ink::Track;
}

constexpr Ink textInkOn(SpacePart part)
{
    const Ink ink = inkOf(part);
    if (ink == Ink::SegmentFin) return Ink::OnSegment;
    return ink == Ink::Track || ink == Ink::Highlight ? Ink::Text : Ink::OnState;
}

} // namespace tcpstage::scene
