#pragma once
// A canvas as a screen reader meets it: its children are the things of the picture, then its widgets.

#include "ui/scene/marks/scene.h"

#include <QAccessibleWidget>
#include <vector>

namespace tcpstage::widgets {

class Canvas;
class MarkAccess;
struct Voice;

/// Makes the things of its picture known to a screen reader. At most once for a canvas, before it is shown.
void speak(Canvas& canvas, Voice voice);
/// Says a text once, if the canvas has the keyboard.
void announce(Canvas& canvas, const QString& text);
/// Says that the selection is another thing of this picture. False: it is not in it.
bool reportSelection(Canvas& canvas);

class CanvasAccess : public QAccessibleWidget {
public:
    explicit CanvasAccess(Canvas& canvas);
    ~CanvasAccess() override;

    /// The interface of a canvas that has a voice; nullptr of any other object.
    static QAccessibleInterface* make(const QString& key, QObject* object);
    /// That of this canvas; nullptr if it has no voice.
    static CanvasAccess* of(Canvas& canvas);

    /// Brings the children up to the picture, and tells which are new, gone or have other names.
    void follow() const;
    /// Says a sentence by giving the focus to a child with that name, in the place of what was said before. (Screen
    /// readers say at once what gets the focus; a changed description, as Qt 6.4 reports it, they do not.)
    void say(const QString& sentence);
    /// The child for a thing; nullptr: it is not in the picture.
    MarkAccess* markOf(const scene::Ref& ref) const;

    int childCount() const override;
    QAccessibleInterface* child(int index) const override;
    int indexOfChild(const QAccessibleInterface* child) const override;
    QAccessibleInterface* childAt(int x, int y) const override;
    QAccessibleInterface* focusChild() const override;

private:
    Canvas& canvas_;
    /// The children before the widgets: what was said last, and the marks.
    std::vector<QAccessible::Id> own() const;

    QAccessible::Id said_ = 0;                   // of a SaidAccess; 0: none
    mutable std::vector<QAccessible::Id> marks_; // of MarkAccesses, in the order of reading
};

} // namespace tcpstage::widgets
