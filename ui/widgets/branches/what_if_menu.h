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
    /// What can be done to the selected segment, or measured from the selected step. `owner`: the window, or a
    /// presentation, whose menus are larger.
    void openForSegment(const QPoint& at, QWidget& owner);
    /// The calls of an end.
    void openCalls(trace::Side side, const QPoint& at, QWidget& owner);
    /// Edits the selected segment, or else the newest.
    void editSegment();
    /// Made at the first call.
    SegmentEditor& segmentEditor();
    CallEditor& callEditor();

private:
    void addCalls(QMenu& menu, trace::Side side, bool asks);
    void addActs(QMenu& menu);
    /// On real sockets: adds the decisions about the selected segment, if it is held.
    void addHeldActs(QMenu& menu);
    /// Where the span that is measured begins and ends.
    void addMeasuring(QMenu& menu);
    void popUp(const QPoint& at, QWidget& owner, const std::function<void(QMenu&)>& fill);
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
