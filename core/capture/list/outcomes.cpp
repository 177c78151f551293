#include "core/capture/list/outcomes.h"

#include <cassert>

namespace tcpstage::capture {

namespace {

struct Word {
    std::string_view id;
    Text text;
};

Word word_of(Begun begun)
{
    switch (begun) {
    case Begun::MidStream:
        return {"mid-stream", {"mid-stream", "中途开始"}};
    case Begun::NoAnswer:
        return {"no-answer", {"no answer", "没有应答"}};
    case Begun::Refused:
        return {"refused", {"refused", "被拒绝"}};
    case Begun::Handshake:
        return {"handshake", {"handshake", "握手"}};
    }
    assert(false);
    return {};
}

Word word_of(Ended ended)
{
    switch (ended) {
    case Ended::Open:
        return {"open", {"open", "未结束"}};
    case Ended::Orderly:
        return {"fin", {"closed", "正常关闭"}};
    case Ended::ResetByLeft:
        return {"reset", {"reset by the left end", "被左端复位"}};
    case Ended::ResetByRight:
        return {"reset", {"reset by the right end", "被右端复位"}};
    case Ended::TimedOut:
        return {"timed-out", {"timed out", "超时"}};
    }
    assert(false);
    return {};
}

} // namespace

std::string_view id_of(Begun begun) { return word_of(begun).id; }
std::string_view id_of(Ended ended) { return word_of(ended).id; }
Text text_of(Begun begun) { return word_of(begun).text; }
Text text_of(Ended ended) { return word_of(ended).text; }

} // namespace tcpstage::capture
