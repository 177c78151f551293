#pragma once
// A row of buttons: the lesson and its branches. Names are edited in place. Buttons without room are in a menu at the
// end.

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
    /// The button of a branch; 0: the lesson's. Hidden if there is no room; the branch is then in more().
    QToolButton* button(std::size_t number) const { return buttons_[number]; }
    std::size_t count() const { return buttons_.size(); }
    QToolButton& more() const { return *more_; }
    /// The input field while a name is edited; otherwise nullptr.
    QLineEdit* field() const { return field_; }

    /// Starts to edit the name of the branch whose button has the focus, or else of the shown one.
    void rename();
    /// Closes that branch; never the lesson.
    void close();

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// The editing of a name has ended.
    void left();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    /// What gets the focus after a name was edited.
    enum class Back : std::uint8_t { Stage, Button, Elsewhere };

    void rebuild(const model::Model& model);
    void label();
    /// Shortens names, then hides buttons, until the row fits.
    void fit();
    int widthOf(std::size_t number, int longestName) const;
    int nameWidth(std::size_t number) const;
    /// How long names may be in so much room: the longest whole name, if all of them have room.
    int longestIn(int room, const std::vector<bool>& seen) const;
    void fillMore();
    void ask(std::size_t number, const QPoint& at);
    std::size_t meant() const;
    void write(std::size_t number);
    /// Enter: accepts the text if it is a valid name.
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
    std::size_t named_ = 0; // the branch whose name is edited
    Back back_ = Back::Stage;
};

} // namespace tcpstage::widgets
