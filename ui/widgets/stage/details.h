#pragma once
// Details of the selected item: a segment's header, octets and the origin of its numbers, or the glossary's text on a
// state, a variable or a timer.

#include "ui/model/store/store.h"

#include <QWidget>
#include <array>

class QLabel;
class QScrollArea;
class QToolButton;

namespace tcpstage::widgets {

class Canvas;
class MoreBelow;

class Details : public QWidget {
    Q_OBJECT

public:
    explicit Details(model::Store& store, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    Canvas& canvas() const { return *canvas_; }
    QString text() const;
    /// The explanation of the selected item: its step, rules, cause and effects.
    QString why() const;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void addLabel(QLabel& label);
    void draw();
    void drawSegment(const model::Model& model, trace::TransitId transit);
    void write(const model::Model& model);
    QString withLinks(const QString& text) const;
    void writeField(const model::Model& model);
    void placeField();
    void showOctets(const scene::Ref& field);
    void writeWhy(const model::Model& model);
    void writeVariables(const model::Model& model);
    void follow(const QString& link);
    void retranslate(Language language);

    model::Store& store_;
    QLabel* heading_;
    QToolButton* close_;
    QScrollArea* area_;
    Canvas* canvas_;
    QLabel* title_;
    QLabel* text_;
    QLabel* source_;
    QLabel* lesson_;
    QLabel* why_;                                  // causes and effects of the selected item
    QLabel* variables_;                            // all of the end whose state or variable is selected
    QLabel* field_;                                // the explanation of the selected header field
    QScrollArea* fieldArea_;                       // its room
    std::array<MoreBelow*, 2> fades_;              // of both areas
    trace::TransitId transit_ = trace::no_transit; // whose header is open; a selected field of it keeps it open
    scene::Ref shown_;                             // what is drawn now
    std::uint8_t run_ = 0;                         // the run of that segment: 0, or 1 for the second world
};

} // namespace tcpstage::widgets
