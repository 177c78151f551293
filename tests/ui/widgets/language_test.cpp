#include "tests/ui/widgets/window.h"

#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/stage/stage_view.h"

#include <QAbstractButton>
#include <QAbstractSlider>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenuBar>

namespace tcpstage::widgets {

namespace {

bool hasChinese(const QString& text)
{
    return std::any_of(text.begin(), text.end(), [](QChar c) { return c.unicode() >= 0x4E00 && c.unicode() < 0xA000; });
}

/// Visible texts in the other language.
QStringList leftovers(Language language)
{
    QStringList words;
    const Language other = language == Language::English ? Language::Chinese : Language::English;
    for (const Text& text : wording::all())
        words << model::say(text, other);
    for (const model::CommandInfo& command : model::allCommands())
        words << model::say(command.words, other);
    return words;
}

} // namespace

class LanguageSwitch : public Window {
protected:
    bool isSeen(const QString& words) const
    {
        const QList<QWidget*> all = visible();
        return std::any_of(all.begin(), all.end(),
                           [&](const QWidget* widget) { return !textsOf(*widget).filter(words).isEmpty(); });
    }
    void expectAll(Language language)
    {
        const QStringList wrong = leftovers(language);
        QList<QWidget*> all = visible();
        all << window.menuBar();
        for (const QWidget* widget : all) {
            for (const QString& spoken : textsOf(*widget)) {
                const QString text = spoken.trimmed();
                if (text == model::say(model::info(model::Command::SwitchLanguage).words, language))
                    continue; // this action names the other language in that language
                if (text == model::say(wording::switchLanguageHint, language) ||
                    text == model::say(wording::otherLanguage, language))
                    continue;
                EXPECT_FALSE(wrong.contains(text)) << text.toStdString();
                if (language == Language::English) {
                    EXPECT_FALSE(hasChinese(text)) << text.toStdString();
                }
            }
        }
    }
};

TEST_F(LanguageSwitch, ChangesEveryTextAtOnceAndBack)
{
    press(Qt::Key_Right);
    expectAll(Language::English);
    store.dispatch(model::SetLanguage{Language::Chinese});
    expectAll(Language::Chinese);
    EXPECT_TRUE(window.windowTitle().contains(QStringLiteral("四次"))) << window.windowTitle().toStdString();
    press(Qt::Key_N);
    expectAll(Language::Chinese);
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    expectAll(Language::English);
}

TEST_F(LanguageSwitch, ChangesAnErrorThatStaysOnTheScreen)
{
    QFile broken{folder.filePath(QStringLiteral("broken.tcptrace"))};
    ASSERT_TRUE(broken.open(QIODevice::WriteOnly) && broken.write("hello") == 5);
    broken.close();
    drop({broken.fileName()});
    settle();
    EXPECT_TRUE(isSeen(QStringLiteral("this is not a saved trace; choose a .tcptrace file")));
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    EXPECT_TRUE(isSeen(QStringLiteral("这不是保存的轨迹；请选择 .tcptrace 文件")));
    EXPECT_FALSE(isSeen(QStringLiteral("this is not a saved trace")));
}

TEST_F(LanguageSwitch, ChangesTheMarksOnTheStage)
{
    press(Qt::Key_End);
    const scene::Scene english = window.stage().panel(trace::Side::Left).scene();
    store.dispatch(model::SetLanguage{Language::Chinese});
    const scene::Scene& chinese = window.stage().panel(trace::Side::Left).scene();
    EXPECT_TRUE(english.still != chinese.still || english.moving != chinese.moving);
}

TEST_F(LanguageSwitch, OfTheThemeRecoloursEveryPartAtOnce)
{
    for (const model::ThemeChoice theme :
         {model::ThemeChoice::Dark, model::ThemeChoice::Contrast, model::ThemeChoice::Light}) {
        store.dispatch(model::SetTheme{theme});
        const paint::Theme& wanted = paint::Theme::named(model().themeName());
        EXPECT_EQ(window.palette().color(QPalette::Window), wanted(scene::Ink::Paper));
        const QImage picture = window.stage().ladderCanvas().grab().toImage();
        EXPECT_EQ(picture.pixelColor(2, picture.height() - 2),
                  wanted(window.stage().ladderCanvas().scene().background));
    }
}

class Accessibility : public Window {};

TEST_F(Accessibility, EveryWidgetThatCanBeUsedHasAName)
{
    press(Qt::Key_Right);
    for (const QWidget* widget : visible()) {
        const bool usable = qobject_cast<const QAbstractButton*>(widget) ||
                            qobject_cast<const QAbstractSlider*>(widget) || qobject_cast<const QLineEdit*>(widget) ||
                            qobject_cast<const QListWidget*>(widget) || qobject_cast<const Canvas*>(widget);
        const bool inner = qobject_cast<const QLineEdit*>(widget->parentWidget()) || widget->inherits("QScrollBar") ||
                           widget->inherits("QMenuBarExtension");
        if (!usable || inner) continue;
        EXPECT_FALSE(widget->accessibleName().isEmpty())
            << widget->metaObject()->className() << " " << widget->objectName().toStdString();
    }
}

} // namespace tcpstage::widgets
