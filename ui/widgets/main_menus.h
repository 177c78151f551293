#pragma once
// The bar of menus: every command in the group where one looks for it, and the choices that have no key.

#include "ui/widgets/common/actions.h"

class QMenu;
class QMenuBar;

namespace tcpstage::widgets {

class ChoiceMenu;
class AudienceMenu;
class LowHeader;
struct Choice;

class MainMenus : public QObject {
    Q_OBJECT

public:
    MainMenus(model::Store& store, const Actions& actions, QMenuBar& bar);

    void apply(const model::Model& model, const model::Model* before);
    /// Of a menu; others may add to it.
    QMenu& menu(model::Menu which) const { return *menus_[static_cast<std::size_t>(which)]; }

    /// What the header offers, where it has no room.
    LowHeader& corner() const { return *corner_; }

private:
    void separate(const Actions& actions);
    void add(QMenu& menu, Choice choice);
    void listRecent(const model::Model& model);

    static constexpr std::size_t count = static_cast<std::size_t>(model::Menu::None);

    model::Store& store_;
    std::array<QMenu*, count> menus_{};
    std::vector<ChoiceMenu*> choices_;
    QMenu* recent_; // files
    AudienceMenu* audience_ = nullptr;
    LowHeader* corner_;
    QMenu* notation_; // how numbers, states and flags are written
};

} // namespace tcpstage::widgets
