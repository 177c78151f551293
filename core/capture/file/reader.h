#pragma once
// Reads the frames of a capture file, pcap or pcapng, packed with gzip or not: told by its content, never by its name.
// It holds a piece of the file at a time, whatever the file claims.

#include "core/capture/file/pcap.h"
#include "core/capture/file/pcapng.h"

#include <variant>

namespace tcpstage::capture {

class Reader {
public:
    /// Errors: those of reading the file, or it is no capture.
    static Result<Reader> open(const Origin& origin);

    /// Reads the next frame; false at the end of what can be read. `frame` is valid until the next call.
    bool next(Frame& frame);
    /// Why not all of the file could be read: one sentence with the packet and the octet. With the name of the file.
    std::optional<Error> problem() const;
    const std::string& name() const { return name_; }
    /// How many octets of the file were read, packed if it is.
    std::uint64_t read_octets() const { return input_.read_octets(); }

private:
    Reader(std::string name, Input input) : name_{std::move(name)}, input_{std::move(input)} {}

    std::string name_;
    Input input_;
    std::variant<std::monostate, PcapReader, PcapngReader> format_;
};

} // namespace tcpstage::capture
