#pragma once
// The scrubber and the buttons below the stage. In a narrow window some of them move into a menu.

#include "ui/widgets/common/actions.h"

#include <QFrame>

class QLabel;
class QMenu;
class QSlider;
class QToolButton;

namespace tcpstage::widgets {

class ChoiceMenu;
class Scrubber;

class TransportBar : public QFrame {
    Q_OBJECT

public:
    TransportBar(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    Scrubber& scrubber() const { return *scrubber_; }
    /// The menu of buttons without room; hidden if all fit.
    QToolButton& more() const { return *more_; }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    QToolButton* addButton(model::Command command);
    QToolButton* addMenuButton(const char* name, QMenu* menu);
    void fillSpeedMenu();
    /// Hides parts, the least important first, until the row fits.
    void fit();
    void fillMore();
    void size();
    void keepSpeedWidth();
    void keepStepWidth(bool beside);
    QString waiting(const QString& step) const;
    void retranslate(Language language);
    void showIcons(const model::Model& model);
    void showStep(const model::Model& model);
    void showSpeed(const model::Model& model);

    model::Store& store_;
    const Actions& actions_;
    Scrubber* scrubber_;
    QWidget* buttons_;
    std::vector<std::pair<model::Command, QToolButton*>> byCommand_;
    QLabel* step_;
    QStringList steps_;       // the longest that it shows
    bool waitsBeside_ = true; // whether it has room for the step and a word beside it
    QSlider* slider_;
    QToolButton* speed_;
    QToolButton* timeMap_;
    QToolButton* numbers_;
    QToolButton* more_;
    ChoiceMenu* waits_ = nullptr; // where playing waits
    ChoiceMenu* timeMaps_;
    ChoiceMenu* numberings_;
};

/// A factor of playback speed as text: "1×", "1/4×", "2.5×".
QString speedAsText(double speed);

} // namespace tcpstage::widgets
