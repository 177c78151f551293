#include "ui/widgets/branches/call_editor.h"

#include "core/trace/spoken_name.h"
#include "ui/model/guide/segment_form.h"
#include "ui/model/words.h"

#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

namespace tcpstage::widgets {

namespace {

constexpr std::uint32_t mostSent = 1U << 20U; // most octets of one call

} // namespace

CallEditor::CallEditor(model::Store& store, QWidget* window)
    : Popover{store, window}, name_{new QLabel}, octets_{new QLineEdit}
{
    name_->setBuddy(octets_);
    grid().addWidget(name_, 0, 0);
    grid().addWidget(octets_, 0, 1);
    connect(octets_, &QLineEdit::textChanged, this, &CallEditor::check);
}

void CallEditor::openFor(trace::Side side, trace::Call call, const QRect& place)
{
    side_ = side;
    call_ = call;
    octets_->setText(call == trace::Call::Send ? QStringLiteral("1000") : QStringLiteral("all"));
    retranslate();
    openAt(place, octets_);
    octets_->selectAll();
}

void CallEditor::retranslate()
{
    if (!store().model().staged) return;
    const bool sends = call_ == trace::Call::Send;
    const OwnedText name = trace::begins_sentence(trace::the_end(store().model().staged->trace().endpoint(side_)));
    const QString end = tcpstage::model::say(name, language());
    setTitle(tcpstage::model::say(sends ? wording::callSendTitle : wording::callReadTitle, language(), {end}));
    name_->setText(tcpstage::model::say(sends ? wording::callOctets : wording::callReadOctets, language()));
    octets_->setAccessibleName(name_->text());
    check();
}

tl::expected<model::MakeCall, QString> CallEditor::written() const
{
    const QString text = octets_->text().trimmed();
    model::MakeCall made{side_, call_};
    if (call_ == trace::Call::Read) {
        bool correct = false;
        const uint count = text.toUInt(&correct);
        if (correct) made.octets = count;
        if (correct || text == QStringLiteral("all")) return made;
        return tl::unexpected{tcpstage::model::say(wording::callReadWrong, language())};
    }
    const auto octets = model::readOctets(text, mostSent, language());
    if (!octets) return tl::unexpected{octets.error()};
    if (octets->count == 0) return tl::unexpected{tcpstage::model::say(wording::formOctets, language())};
    made.data = octets->text.value_or(Bytes::pattern(octets->count));
    return made;
}

void CallEditor::check()
{
    const auto made = written();
    say(made ? QString{} : made.error(), !made);
}

bool CallEditor::accept()
{
    const auto made = written();
    if (made) store().dispatch(*made);
    return made.has_value();
}

} // namespace tcpstage::widgets
