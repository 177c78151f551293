#pragma once
// Details of the selected item: a segment's header, octets and the origin of its numbers, or the glossary's text on a
// state, a variable or a timer.

#include "ui/model/store/store.h"

#include <QWidget>

class QLabel;
class QScrollArea;
class QStackedWidget;
class QToolButton;

namespace tcpstage::widgets {

class Canvas;

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

private:
    void build();
    void draw();
    void drawSegment(const model::Model& model, trace::TransitId transit);
    void write(const model::Model& model);
    void writeField(const model::Model& model);
    void writeWhy(const model::Model& model);
    void follow(const QString& link);
    void retranslate(Language language);

    model::Store& store_;
    QLabel* heading_;
    QToolButton* close_;
    QStackedWidget* pages_;
    QScrollArea* segmentArea_;
    Canvas* canvas_;
    QScrollArea* textArea_;
    QLabel* title_;
    QLabel* text_;
    QLabel* source_;
    QLabel* lesson_;
    QLabel* why_;                                  // explanation of the selection
    QLabel* field_;                                // text on the selected header field
    trace::TransitId transit_ = trace::no_transit; // its header is open, also while a field is selected
    std::uint8_t run_ = 0;                         // with two worlds: the one of that segment
};

} // namespace tcpstage::widgets
