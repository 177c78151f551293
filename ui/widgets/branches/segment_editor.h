#pragma once
// A sheet that edits a segment on its way: flags by click or key, numbers by typing, checked at each key press.

#include "ui/model/guide/segment_form.h"
#include "ui/widgets/branches/popover.h"

#include <array>

class QLabel;
class QLineEdit;
class QToolButton;

namespace tcpstage::widgets {

class SegmentEditor : public Popover {
    Q_OBJECT

public:
    SegmentEditor(model::Store& store, QWidget* window);

    /// Opens the sheet for a segment of the run on the stage.
    void openFor(trace::TransitId transit, const QRect& place);
    QLineEdit& seq() const { return *fields_[0]; }
    QLineEdit& ack() const { return *fields_[1]; }
    QLineEdit& window() const { return *fields_[2]; }
    QLineEdit& payload() const { return *fields_[3]; }
    QToolButton& flag(tcp::Flag flag) const;

protected:
    void retranslate() override;
    bool accept() override;

private:
    model::SegmentForm form() const;
    void check();

    std::array<QToolButton*, 8> flags_{};
    std::array<QLabel*, 4> names_{};
    std::array<QLineEdit*, 4> fields_{};
    trace::TransitId id_ = trace::no_transit;
    model::StagedRunPtr staged_; // the run of the segment
};

} // namespace tcpstage::widgets
