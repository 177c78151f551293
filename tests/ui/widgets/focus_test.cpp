// What has the keyboard is seen, in every theme.

#include "tests/ui/widgets/window.h"

#include "ui/widgets/stage/stage_view.h"

#include <QApplication>
#include <QImage>
#include <QTest>

namespace tcpstage::widgets {
namespace {

constexpr int leastPixels = 40;   // that differ
constexpr int leastContrast = 40; // of 255, in one of the colours

class Focus : public Window {
protected:
    /// The widget and what is around it: a ring may stand on its frame.
    static QImage picture(const QWidget& widget)
    {
        QWidget* top = widget.window();
        const QRect place{widget.mapTo(top, QPoint{}), widget.size()};
        return top->grab(place.adjusted(-8, -8, 8, 8)).toImage();
    }

    static int differing(const QImage& a, const QImage& b)
    {
        if (a.size() != b.size()) return a.width() * a.height();
        int count = 0;
        for (int y = 0; y < a.height(); ++y)
            for (int x = 0; x < a.width(); ++x) {
                const QColor one = a.pixelColor(x, y);
                const QColor two = b.pixelColor(x, y);
                const int most = std::max({std::abs(one.red() - two.red()), std::abs(one.green() - two.green()),
                                           std::abs(one.blue() - two.blue())});
                if (most >= leastContrast) ++count;
            }
        return count;
    }

    void expectSeen(const std::string& where)
    {
        QWidget* first = QApplication::focusWidget();
        QWidget* now = first;
        int seen = 0;
        do {
            QTest::keyClick(now, Qt::Key_Tab);
            QApplication::processEvents();
            QWidget* next = QApplication::focusWidget();
            for (int links = 0; next == now && links < 20; ++links) { // a text with links is left after its last one
                QTest::keyClick(now, Qt::Key_Tab);
                next = QApplication::focusWidget();
            }
            if (!next || next == now || ++seen > 80) break;
            const QImage with = picture(*next);
            next->clearFocus();
            QApplication::processEvents();
            const QImage without = picture(*next);
            next->setFocus(Qt::TabFocusReason);
            EXPECT_GE(differing(with, without), leastPixels)
                << where << ": " << next->metaObject()->className() << " " << next->objectName().toStdString() << " "
                << next->accessibleName().toStdString();
            now = next;
        } while (now != first);
        EXPECT_GT(seen, 10) << where;
    }

    void expectSeenInEveryTheme(const std::string& where)
    {
        for (const model::ThemeChoice theme :
             {model::ThemeChoice::Light, model::ThemeChoice::Dark, model::ThemeChoice::Contrast}) {
            store.dispatch(model::SetTheme{theme});
            window.stage().take();
            QApplication::processEvents();
            expectSeen(where + ", theme " + std::to_string(static_cast<int>(theme)));
        }
    }
};

TEST_F(Focus, IsSeenOnEveryWidget)
{
    for (int i = 0; i < 6; ++i)
        press(Qt::Key_Right);
    expectSeenInEveryTheme("a lesson");
    press(Qt::Key_N);
    expectSeenInEveryTheme("details");
    press(Qt::Key_Escape);
    press(Qt::Key_D);
    settle();
    press(Qt::Key_V);
    expectSeenInEveryTheme("a branch, and the network");
    press(Qt::Key_V);
    press(Qt::Key_O);
    expectSeenInEveryTheme("options");
    press(Qt::Key_L, Qt::ControlModifier);
    expectSeenInEveryTheme("text");
    press(Qt::Key_L, Qt::ControlModifier);
    press(Qt::Key_Q);
    expectSeenInEveryTheme("a quiz");
}

} // namespace
} // namespace tcpstage::widgets
