#pragma once
// What can be changed on the stage, where it is: at a segment, or at an endpoint at this moment. The same stands in the
// menu bar, for the keyboard.

#include "ui/widgets/common/actions.h"

class QMenu;

namespace tcpstage::widgets {

class CallEditor;
class SegmentEditor;
class StageView;

class WhatIfMenu : public QObject {
    Q_OBJECT

public:
    WhatIfMenu(model::Store& store, const Actions& actions, StageView& stage, QWidget* window);

    /// Adds the calls of both ends.
    void fill(QMenu& menu);
    void retranslate(Language language);
    /// Of the selected segment, or of the newest.
    void editSegment();
    /// Made when they are first wanted.
    SegmentEditor& segmentEditor();
    CallEditor& callEditor();

private:
    void addCalls(QMenu& menu, trace::Side side);
    /// On real sockets: what can be done to the selected segment, if it is held.
    void addHeldActs(QMenu& menu);
    void popUp(const QPoint& at, const std::function<void(QMenu&)>& fill);
    void askOctets(trace::Side side, trace::Call call);

    model::Store& store_;
    const Actions& actions_;
    StageView& stage_;
    QWidget* window_;
    std::array<QMenu*, 2> calls_{};
    SegmentEditor* segmentEditor_ = nullptr;
    CallEditor* callEditor_ = nullptr;
};

} // namespace tcpstage::widgets
