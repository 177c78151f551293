#pragma once
// Reads the TCP packets of a capture in their order, each with the connection that it belongs to.

#include "core/capture/connections.h"
#include "core/capture/decode/decoder.h"
#include "core/capture/file/reader.h"

#include <optional>

namespace tcpstage::capture {

class PacketStream {
public:
    /// Errors: the file cannot be read, or is no capture.
    static Result<PacketStream> open(const Origin& origin)
    {
        return Reader::open(origin).map([](Reader reader) { return PacketStream{std::move(reader)}; });
    }

    /// Reads the next packet; false at the end of what can be read. Packets beyond the most connections are left out.
    bool next();
    /// Valid until the next call.
    const Packet& packet() const { return *packet_; }
    const Connections::Place& place() const { return place_; }

    const Connections& connections() const { return connections_; }
    const Decoder& decoder() const { return decoder_; }
    /// Octets of the file that were read: for progress.
    std::uint64_t read_octets() const { return reader_.read_octets(); }
    /// What of the file could not be read, in one sentence.
    std::optional<Error> problem() const;

private:
    explicit PacketStream(Reader reader) : reader_{std::move(reader)} {}

    Reader reader_;
    Decoder decoder_;
    Connections connections_;
    Frame frame_;
    const Packet* packet_ = nullptr;
    Connections::Place place_;
    std::uint64_t left_out_ = 0;
};

} // namespace tcpstage::capture
