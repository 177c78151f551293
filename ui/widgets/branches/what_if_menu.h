#pragma once
// The context menus of segments and endpoints: what can be changed at this moment. The menu bar has the same entries,
// for the keyboard.

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
    /// Edits the selected segment, or else the newest.
    void editSegment();
    /// Made at the first call.
    SegmentEditor& segmentEditor();
    CallEditor& callEditor();

private:
    void addCalls(QMenu& menu, trace::Side side);
    /// On real sockets: adds the decisions about the selected segment, if it is held.
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
