#include "ui/scene/words/origins.h"

#include "core/tcp/segment/notation.h"
#include "ui/scene/marks/display_options.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostCauses = 6;

class Finder {
public:
    Finder(const StagedRun& staged, trace::TransitId id, const DisplayOptions& display)
        : trace_{staged.trace()}, transit_{trace_.transit(id)}, id_{id}, language_{display.language},
          numbers_{display.numbers}, bases_{captions::bases_of(trace_, transit_, display.numbers)},
          tcb_{trace_.at(transit_.from, trace::Moment{transit_.sent, transit_.sent_record})},
          cause_{trace_.record(transit_.sent_record).cause}
    {}

    std::vector<Origin> all()
    {
        if (transit_.connection != trace::the_conversation) {
            ofAnotherPeer();
            return std::move(origins_);
        }
        if (transit_.reason == trace::Reason::FromThePast) {
            add("", say("an old segment of an earlier connection, still on its way in the network",
                        "早先连接留下的旧报文段，仍在网络中游荡"));
            return std::move(origins_);
        }
        if (segment().is_datagram()) {
            add(QStringLiteral("len %1").arg(segment().payload.size()),
                say("the octets of one SEND; UDP has no numbers, no ACK and no window",
                    "一次 SEND 的全部字节；UDP 没有序号，没有 ACK，也没有窗口"));
            return std::move(origins_);
        }
        edit();
        retransmission();
        sequence();
        acknowledgment();
        flags();
        window();
        return std::move(origins_);
    }

private:
    const tcp::Segment& segment() const { return transit_.as_sent(); }
    QString ownText(tcp::Seq number) const { return numberText(number, bases_.seq, bases_.numbers); }
    QString peerNumberText(tcp::Seq number) const { return numberText(number, bases_.ack, bases_.numbers); }
    QString say(const char* en, const char* zh) const
    {
        return QString::fromUtf8(language_ == Language::English ? en : zh);
    }
    void add(const QString& what, const QString& text, std::vector<trace::TransitId> because = {})
    {
        origins_.push_back({what, text, std::move(because)});
    }
    void add(const char* what, const QString& text) { add(QString::fromLatin1(what), text); }

    /// The segment whose arrival made this end send.
    std::optional<trace::TransitId> answered() const
    {
        if (cause_ == trace::no_record || trace_.record(cause_).kind != trace::Kind::Arrived) return {};
        return trace_.record(cause_).ref;
    }

    void ofAnotherPeer()
    {
        const QString peer = QString::fromStdString(tcp::to_text(trace_.peer(transit_.connection).socket));
        if (transit_.reason == trace::Reason::FromThePast) {
            add("", say("%1 is the address that it carries; whoever sent it may be somewhere else",
                        "%1 是它所带的源地址；真正的发送者可能在别处")
                        .arg(peer));
            return;
        }
        const auto from = answered();
        add(QString{}, say("it goes to %1, in a connection of its own", "发往 %1，属于另一条连接").arg(peer),
            from ? std::vector<trace::TransitId>{*from} : std::vector<trace::TransitId>{});
    }

    /// Where the numbers below come from is told of the segment that was sent.
    void edit()
    {
        if (!transit_.before) return;
        add(say("edited", "被修改"),
            say("somebody on the way wrote other numbers and made the checksum right again. It was sent as %1",
                "途中有人改写了它，并重新算对了校验和。发出时是 %1")
                .arg(sentText()));
    }

    /// The segment before the edit.
    QString sentText() const
    {
        const tcp::Segment& sent = transit_.before->segment;
        if (numbers_ == Numbers::Absolute)
            return QString::fromStdString(tcp::notation(sent, transit_.before->window_bytes));
        QString text = titleOf(sent) + QStringLiteral(" seq=") + ownText(sent.seq);
        if (sent.has_ack()) text += QStringLiteral(" ack=") + peerNumberText(sent.ack);
        return text + QStringLiteral(" len=%1 win=%2").arg(sent.payload.size()).arg(transit_.before->window_bytes);
    }

    void retransmission()
    {
        if (!transit_.retransmission && transit_.copy_of == trace::no_transit) return;
        trace::TransitId first = id_;
        for (trace::TransitId i = id_; i-- > 0;) {
            const trace::Transit& other = trace_.transit(i);
            if (other.from == transit_.from && other.as_sent().seq == segment().seq &&
                other.as_sent().length() == segment().length())
                first = i;
        }
        const bool copied = transit_.copy_of != trace::no_transit;
        add(copied ? say("copy", "副本") : say("again", "重传"),
            copied ? say("the network duplicated it", "网络复制了它")
                   : say("the same numbers as the first time: it was not acknowledged",
                         "序号与第一次相同：它一直没有被确认"),
            {copied ? transit_.copy_of : first});
    }

    /// What a number counts from an initial one: SYN, octets of data, FIN.
    QString sum(tcp::Seq number, tcp::Seq initial, bool own, bool fin) const
    {
        const std::uint32_t distance = number - initial;
        QString text =
            own ? ownText(initial) + QStringLiteral(" (ISS)") : peerNumberText(initial) + QStringLiteral(" (IRS)");
        if (distance == 0) return text;
        text += QStringLiteral(" + 1 SYN");
        const std::uint32_t data = distance - 1 - (fin ? 1 : 0);
        if (data > 0) text += QStringLiteral(" + %1 %2").arg(data).arg(say("data", "数据"));
        if (fin) text += QStringLiteral(" + 1 FIN");
        return text;
    }

    bool finBefore(trace::Side from, tcp::Seq number) const
    {
        const auto transits = trace_.transits().first(id_);
        return std::ranges::any_of(transits, [&](const trace::Transit& transit) {
            return transit.from == from && transit.segment.fin() && transit.segment.end() == number;
        });
    }

    bool isCookie() const
    {
        for (trace::RecordId id = transit_.sent_record; cause_ != trace::no_record && id-- > cause_;)
            if (trace_.record(id).kind == trace::Kind::Reason && trace_.record(id).rule() == tcp::Rule::CookieSent)
                return true;
        return false;
    }

    void sequence()
    {
        const QString what = QStringLiteral("seq %1").arg(ownText(segment().seq));
        if (segment().syn() && isCookie()) {
            add(what,
                say("a SYN cookie: 5 bits of a clock, 3 bits for the MSS, 24 bits of a hash that only this host can "
                    "make",
                    "SYN cookie：5 位时钟、3 位 MSS、24 位只有本机能算出的散列"));
            return;
        }
        if (segment().syn()) {
            add(what, say("the initial sequence number (ISS) that this end chose", "本端选定的初始序号（ISS）"));
            return;
        }
        if (tcb_.state == tcp::State::Closed || segment().seq != tcb_.snd.nxt) {
            if (const auto from = answered(); from && segment().rst()) {
                const bool acked = trace_.transit(*from).segment.has_ack();
                add(what,
                    acked ? say("taken from the ack of the segment that it answers", "取自它所回应的报文段的 ack")
                          : say("0: that segment carried no ack", "0：那个报文段没有带 ack"),
                    {*from});
                return;
            }
        }
        add(what, say("SND.NXT: ", "SND.NXT：") +
                      sum(segment().seq, tcb_.snd.iss, true, finBefore(transit_.from, segment().seq)));
    }

    /// Segments of the peer that had arrived and lie below the number.
    std::vector<trace::TransitId> counted(tcp::Seq initial, tcp::Seq number) const
    {
        std::vector<trace::TransitId> list;
        for (trace::TransitId i = 0; i < id_; ++i) {
            const trace::Transit& transit = trace_.transit(i);
            const bool came = transit.from != transit_.from && transit.fate == trace::Fate::Arrived &&
                              transit.end_record <= transit_.sent_record;
            if (!came || transit.segment.length() == 0 || transit.corrupted || transit.copy_of != trace::no_transit)
                continue;
            if (!tcp::in_range(transit.segment.seq, initial, number - initial)) continue;
            const auto again = [&](trace::TransitId known) {
                return trace_.transit(known).segment.seq == transit.segment.seq;
            };
            if (!std::ranges::any_of(list, again)) list.push_back(i);
            if (list.size() > mostCauses) list.erase(list.begin() + 1); // the first and the newest
        }
        return list;
    }

    void acknowledgment()
    {
        if (!segment().has_ack()) return;
        const QString what = QStringLiteral("ack %1").arg(peerNumberText(segment().ack));
        const bool no_tcb = tcb_.state == tcp::State::Listen || (tcb_.state == tcp::State::Closed && segment().rst());
        if (no_tcb) {
            if (const auto from = answered()) {
                const tcp::Segment& theirs = trace_.transit(*from).segment;
                add(what, QStringLiteral("%1 (seq) + %2").arg(peerNumberText(theirs.seq)).arg(theirs.length()),
                    {*from});
                return;
            }
        }
        add(what,
            say("RCV.NXT: ", "RCV.NXT：") +
                sum(segment().ack, tcb_.rcv.irs, false, finBefore(trace::other(transit_.from), segment().ack)),
            counted(tcb_.rcv.irs, segment().ack));
    }

    void flags()
    {
        if (segment().syn())
            add("SYN", say("synchronizes: it tells the initial number, and takes one number itself",
                           "同步：告知初始序号，自己占一个序号"));
        if (segment().fin())
            add("FIN", say("the application has no more data to send; it takes one number",
                           "应用程序没有数据要发了；它占一个序号"));
        if (segment().flags.has(tcp::Flag::Psh))
            add("PSH", say("deliver these octets to the application at once", "请立即把这些字节交给应用程序"));
        if (segment().rst()) reset();
    }

    void reset()
    {
        QString why = say("this end gives up the connection", "本端放弃这个连接");
        for (trace::RecordId id = transit_.sent_record; id-- > 0 && cause_ != trace::no_record && id > cause_;)
            if (trace_.record(id).kind == trace::Kind::Reason) {
                why = inLanguage(tcp::info(trace_.record(id).rule()).sentence, language_);
                break;
            }
        std::vector<trace::TransitId> because;
        if (const auto from = answered()) because.push_back(*from);
        add(QStringLiteral("RST"), why, because);
    }

    void window()
    {
        if (segment().rst()) return;
        add(QStringLiteral("win %1").arg(transit_.before ? transit_.before->window_bytes : transit_.window_bytes),
            say("RCV.WND: the octets that this end is ready to take", "RCV.WND：本端还愿意接收的字节数"));
    }

    const trace::Trace& trace_;
    trace::Transit transit_;
    trace::TransitId id_;
    Language language_;
    Numbers numbers_;
    captions::Bases bases_;
    tcp::Tcb tcb_;
    trace::RecordId cause_;
    std::vector<Origin> origins_;
};

} // namespace

std::vector<Origin> originsOf(const StagedRun& staged, trace::TransitId id, const DisplayOptions& display)
{
    return Finder{staged, id, display}.all();
}

} // namespace tcpstage::scene
