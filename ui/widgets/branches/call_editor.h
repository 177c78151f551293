#pragma once
// An input field for how much a call sends or reads.

#include "ui/widgets/branches/popover.h"

class QLabel;
class QLineEdit;

namespace tcpstage::widgets {

class CallEditor : public Popover {
    Q_OBJECT

public:
    CallEditor(model::Store& store, QWidget* window);

    /// Opens the sheet at `place`; `call` is Send or Read.
    void openFor(trace::Side side, trace::Call call, const QRect& place);
    QLineEdit& octets() const { return *octets_; }

protected:
    void retranslate() override;
    bool accept() override;

private:
    /// The input as a call; the error is a sentence.
    tl::expected<model::MakeCall, QString> written() const;
    void check();

    QLabel* name_;
    QLineEdit* octets_;
    trace::Side side_ = trace::Side::Left;
    trace::Call call_ = trace::Call::Send;
};

} // namespace tcpstage::widgets
