#pragma once
// The bar at the top: program, lesson, language, theme and presenting.

#include "ui/widgets/common/actions.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace tcpstage::widgets {

class ChoiceMenu;
class ElidedLabel;

class HeaderBar : public QFrame {
    Q_OBJECT

public:
    HeaderBar(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    /// Aligns the lesson's title with the stage.
    void setSidebarWidth(int pixels);
    /// The button that opens the menu of real sockets.
    QToolButton& realButton() const { return *real_; }
    /// Hidden while there is no lesson to go back to.
    QToolButton& backButton() const { return *back_; }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QToolButton* addButton();
    void fit();
    void size();
    void retranslate(Language language);
    void showLesson(const model::Model& model);
    void showBack(const model::Model& model);

    const Actions& actions_;
    QLabel* program_;
    QToolButton* back_;
    ElidedLabel* lesson_;
    ElidedLabel* rfc_;
    QToolButton* language_;
    QToolButton* theme_;
    QToolButton* real_;
    QToolButton* predict_;
    QToolButton* present_;
    ChoiceMenu* themes_;
    ChoiceMenu* asked_;
};

} // namespace tcpstage::widgets
