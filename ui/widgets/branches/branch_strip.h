#pragma once
// The lesson and what became of it, side by side as buttons: the first run is always still there. A name is changed
// where it stands. What has no room is in a menu at the end.

#include "ui/widgets/common/actions.h"

#include <QFrame>
#include <vector>

class QButtonGroup;
class QHBoxLayout;
class QLineEdit;
class QMenu;
class QToolButton;

namespace tcpstage::widgets {

class BranchStrip : public QFrame {
    Q_OBJECT

public:
    BranchStrip(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    /// The button of a branch; 0: of the lesson. Hidden where it has no room: then it is in more().
    QToolButton* button(std::size_t number) const { return buttons_[number]; }
    std::size_t count() const { return buttons_.size(); }
    QToolButton& more() const { return *more_; }
    /// The field in the place of a button while its name is written; else nullptr.
    QLineEdit* field() const { return field_; }

    /// Of the branch whose button has the keyboard, else of the shown one: its name is written in place.
    void rename();
    /// The same one is closed; never the lesson.
    void close();

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// A name was written, or left as it was.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// Who has the keyboard after a name was written.
    enum class Back : std::uint8_t { Stage, Button, Elsewhere };

    void rebuild(const model::Model& model);
    void label();
    /// Shortens names, then hides buttons, until the row fits.
    void fit();
    int widthOf(std::size_t number, int longestName) const;
    void fillMore();
    void ask(std::size_t number, const QPoint& at);
    std::size_t meant() const;
    void write(std::size_t number);
    /// Enter: takes what is written, if it is a name.
    void take();
    void leave();

    model::Store& store_;
    const Actions& actions_;
    QHBoxLayout* row_;
    QButtonGroup* group_;
    QToolButton* more_;
    QToolButton* compare_;
    std::vector<QToolButton*> buttons_;
    QLineEdit* field_ = nullptr;
    std::size_t named_ = 0; // the branch whose name is written
    Back back_ = Back::Stage;
};

} // namespace tcpstage::widgets
