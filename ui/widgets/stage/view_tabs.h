#pragma once
// A row of buttons above the centre that choose its view. Buttons without room are in a menu at the end.

#include "ui/widgets/common/actions.h"

#include <QWidget>
#include <array>

class QToolButton;

namespace tcpstage::widgets {

class ViewTabs : public QWidget {
    Q_OBJECT

public:
    ViewTabs(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    QToolButton& button(scene::View view) const { return *buttons_[static_cast<std::size_t>(view)]; }
    /// The menu's button; hidden if all fit.
    QToolButton& more() const { return *more_; }
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void fit();
    void fillMore();
    QString keysOf(scene::View view) const;

    model::Store& store_;
    const Actions& actions_;
    std::array<QToolButton*, scene::view_count> buttons_{};
    QToolButton* more_;
};

} // namespace tcpstage::widgets
