#include "ui/widgets/branches/segment_editor.h"

#include "core/captions/names.h"
#include "ui/model/words.h"

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr std::array<tcp::Flag, 8> allFlags{tcp::Flag::Syn, tcp::Flag::Ack, tcp::Flag::Fin, tcp::Flag::Rst,
                                            tcp::Flag::Psh, tcp::Flag::Urg, tcp::Flag::Ece, tcp::Flag::Cwr};
constexpr std::array<Text, 4> names{wording::formSeq, wording::formAck, wording::formWindow, wording::formPayload};

} // namespace

SegmentEditor::SegmentEditor(model::Store& store, QWidget* window) : Popover{store, window}
{
    auto* row = new QHBoxLayout;
    row->setSpacing(3);
    for (std::size_t i = 0; i < flags_.size(); ++i) {
        auto* button = new QToolButton;
        button->setText(QString::fromStdString(tcp::to_text(tcp::Flags{allFlags[i]})));
        button->setAccessibleName(button->text());
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        connect(button, &QToolButton::toggled, this, &SegmentEditor::check);
        row->addWidget(button);
        flags_[i] = button;
    }
    row->addStretch(1);
    grid().addLayout(row, 0, 0, 1, 2);
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        const int line = static_cast<int>(i) + 1;
        names_[i] = new QLabel;
        fields_[i] = new QLineEdit;
        names_[i]->setBuddy(fields_[i]);
        grid().addWidget(names_[i], line, 0);
        grid().addWidget(fields_[i], line, 1);
        connect(fields_[i], &QLineEdit::textChanged, this, &SegmentEditor::check);
    }
}

QToolButton& SegmentEditor::flag(tcp::Flag flag) const
{
    return *flags_[static_cast<std::size_t>(std::ranges::find(allFlags, flag) - allFlags.begin())];
}

void SegmentEditor::openFor(trace::TransitId transit, const QRect& place)
{
    staged_ = store().model().staged;
    id_ = transit;
    const trace::Transit sent = staged_->trace().transit(transit);
    const model::SegmentForm form = model::formOf(sent);
    for (std::size_t i = 0; i < flags_.size(); ++i)
        flags_[i]->setChecked(form.flags.has(allFlags[i]));
    seq().setText(form.seq);
    ack().setText(form.ack);
    window().setText(form.window);
    payload().setText(form.payload);
    retranslate();
    openAt(place, &seq());
    seq().selectAll();
}

void SegmentEditor::retranslate()
{
    const tcp::Segment sent = staged_->trace().transit(id_).as_sent();
    const captions::Names naming{staged_->trace(), staged_->ordinals, language()};
    setTitle(
        tcpstage::model::say(wording::editTitle, language(),
                             {QString::fromStdString(naming.segment(id_)), QString::fromStdString(tcp::title(sent))}));
    for (std::size_t i = 0; i < names_.size(); ++i) {
        names_[i]->setText(tcpstage::model::say(names[i], language()));
        fields_[i]->setAccessibleName(names_[i]->text());
    }
    check();
}

model::SegmentForm SegmentEditor::form() const
{
    tcp::Flags flags;
    for (std::size_t i = 0; i < flags_.size(); ++i)
        if (flags_[i]->isChecked()) flags = flags | allFlags[i];
    return {flags, seq().text(), ack().text(), window().text(), payload().text()};
}

void SegmentEditor::check()
{
    if (!staged_) return;
    ack().setEnabled(flag(tcp::Flag::Ack).isChecked());
    const auto edit = model::readForm(form(), staged_->trace().transit(id_), language());
    say(edit ? tcpstage::model::say(wording::editNothing, language()) : edit.error(), !edit);
}

bool SegmentEditor::accept()
{
    const auto edit = model::readForm(form(), staged_->trace().transit(id_), language());
    if (!edit) return false;
    if (!edit->empty() && store().model().staged == staged_) store().dispatch(model::EditTransit{id_, *edit});
    return true;
}

} // namespace tcpstage::widgets
