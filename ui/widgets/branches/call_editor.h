#pragma once
// How much a call sends or reads, written in place.

#include "ui/widgets/branches/popover.h"

class QLabel;
class QLineEdit;

namespace tcpstage {

class CallEditor : public Popover {
    Q_OBJECT

public:
    CallEditor(Store& store, QWidget* window);

    /// `call` is Send or Read.
    void openFor(Side side, Call call, const QRect& place);
    QLineEdit& octets() const { return *octets_; }

protected:
    void retranslate() override;
    bool accept() override;

private:
    /// What is written, as a call; the error is a sentence.
    tl::expected<MakeCall, QString> written() const;
    void check();

    QLabel* name_;
    QLineEdit* octets_;
    Side side_ = Side::Left;
    Call call_ = Call::Send;
};

} // namespace tcpstage
