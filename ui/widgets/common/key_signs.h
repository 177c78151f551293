#pragma once
// The arrow keys are shown as arrows, wherever Qt names them: in menus, hints and the list of keys.

#include <QTranslator>
#include <array>
#include <string_view>
#include <utility>

namespace tcpstage::widgets {

/// Installed after Qt's own translation, which it overrides.
class KeySigns : public QTranslator {
public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char* context, const char* source, const char* /*disambiguation*/, int /*n*/) const override
    {
        constexpr std::array<std::pair<std::string_view, char16_t>, 4> signs{
            {{"Left", u'←'}, {"Up", u'↑'}, {"Right", u'→'}, {"Down", u'↓'}}};
        if (context == nullptr || source == nullptr || std::string_view{context} != "QShortcut") return {};
        for (const auto& [name, sign] : signs)
            if (name == source) return QChar{sign};
        return {};
    }
};

} // namespace tcpstage::widgets
