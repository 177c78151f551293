// Nothing under the stage moves away from the pointer.

#include "tests/ui/widgets/window.h"

#include "ui/widgets/stage/transport_bar.h"

#include <QApplication>
#include <QLabel>
#include <QSlider>
#include <QTest>
#include <QToolButton>

namespace tcpstage::widgets {
namespace {

class Transport : public Window {
protected:
    QWidget& bar() const { return *window.findChild<QWidget*>(QStringLiteral("transport")); }
    QSlider& slider() const { return *bar().findChild<QSlider*>(); }
    QLabel& label() const { return *bar().findChild<QLabel*>(QStringLiteral("stepLabel")); }
    /// Where the slider stands, after everything is laid out.
    QRect place() const
    {
        QApplication::processEvents();
        return {slider().mapTo(&window, QPoint{}), slider().size()};
    }
    /// Whether all of its text is seen.
    static bool isWhole(const QLabel& label)
    {
        return label.fontMetrics().horizontalAdvance(label.text()) <= label.contentsRect().width();
    }
};

TEST_F(Transport, TheSpeedSliderStaysWhereItIsInBothLanguages)
{
    for (const Language language : {Language::English, Language::Chinese}) {
        store.dispatch(model::SetLanguage{language});
        const QRect before = place();
        ASSERT_TRUE(slider().isVisible());
        const auto* speed = bar().findChild<QToolButton*>(QStringLiteral("speed"));
        const int around = speed->width() - speed->fontMetrics().horizontalAdvance(speed->text());
        for (int value = slider().minimum(); value <= slider().maximum(); ++value) {
            slider().setValue(value);
            ASSERT_EQ(place(), before) << speed->text().toStdString();
            EXPECT_LE(speed->fontMetrics().horizontalAdvance(speed->text()) + std::min(around, 8), speed->width())
                << speed->text().toStdString();
        }
        store.dispatch(model::SetSpeed{1});
        press(Qt::Key_Home);
        for (std::size_t i = 0; i <= steps(); ++i) {
            EXPECT_EQ(place(), before) << label().text().toStdString();
            EXPECT_TRUE(isWhole(label())) << label().text().toStdString();
            press(Qt::Key_Right);
        }
        store.dispatch(model::Command::First);
        store.dispatch(model::SetSpeed{10});
        press(Qt::Key_P);
        ASSERT_TRUE(QTest::qWaitFor([this] { return model().reading > 0; }));
        EXPECT_EQ(place(), before) << label().text().toStdString();
        EXPECT_TRUE(isWhole(label())) << label().text().toStdString();
        if (model().playing) press(Qt::Key_P);
    }
}

TEST_F(Transport, TheSliderHasRoomInWindowsOfUsualSizes)
{
    for (const Language language : {Language::English, Language::Chinese})
        for (const int width : {1024, 1280, 1366}) {
            store.dispatch(model::SetLanguage{language});
            window.resize(width, 720);
            QApplication::processEvents();
            EXPECT_TRUE(slider().isVisible()) << width;
            EXPECT_TRUE(isWhole(label())) << width;
        }
}

} // namespace
} // namespace tcpstage::widgets
