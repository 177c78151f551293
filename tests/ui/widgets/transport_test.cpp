// Nothing under the stage moves away from the pointer.

#include "tests/ui/widgets/window.h"

#include "ui/model/catalogue.h"
#include "ui/paint/theme.h"
#include "ui/widgets/stage/scrubber.h"
#include "ui/widgets/stage/transport_bar.h"

#include <QApplication>
#include <QLabel>
#include <QSlider>
#include <QTest>
#include <QToolButton>
#include <cmath>

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

/// Whether a colour is in the first or the last row of a picture: what has it is cut there.
bool isCutAbove(const QImage& image, QColor colour)
{
    const auto isNear = [&](QColor seen) {
        return std::abs(seen.red() - colour.red()) + std::abs(seen.green() - colour.green()) +
                   std::abs(seen.blue() - colour.blue()) <
               90;
    };
    for (int x = 0; x < image.width(); ++x)
        if (isNear(image.pixelColor(x, 0)) || isNear(image.pixelColor(x, image.height() - 1))) return true;
    return false;
}

TEST_F(Transport, TheKnobsOfAllSlidersAreWholeInTextOfEverySize)
{
    press(Qt::Key_V); // the sliders of the network
    for (int larger = 0; larger < 4; ++larger) {
        window.resize(1900, 1000);
        QApplication::processEvents();
        int seen = 0;
        for (QSlider* each : window.findChildren<QSlider*>()) {
            if (!each->isVisible()) continue;
            ++seen;
            EXPECT_FALSE(
                isCutAbove(each->grab().toImage(), paint::Theme::named(model().themeName())(scene::Ink::Accent)))
                << each->accessibleName().toStdString() << " " << larger;
        }
        EXPECT_GE(seen, 2);
        press(Qt::Key_Plus);
    }
    store.dispatch(model::Command::ZoomReset);
}

TEST_F(Transport, NamesEachChapterOfAnExam)
{
    std::size_t seen = 0;
    for (const model::LessonEntry& entry : model::catalogue()) {
        if (!entry.id.starts_with("exam-")) continue;
        open(entry.id.c_str());
        for (const Language language : {Language::English, Language::Chinese}) {
            store.dispatch(model::SetLanguage{language});
            window.resize(1366, 730);
            QApplication::processEvents();
            const Scrubber& scrubber = *window.findChild<Scrubber*>();
            const auto chapters = scene::chapters(*model().staged);
            ASSERT_EQ(scrubber.names().size(), chapters.size())
                << entry.id << (language == Language::English ? " en" : " zh");
            double free = -1;
            for (std::size_t i = 0; i < chapters.size(); ++i) {
                const Scrubber::Name& name = scrubber.names()[i];
                EXPECT_EQ(name.title.toStdString(), chapters[i].title[language]) << entry.id;
                EXPECT_EQ(name.at, scene::beginOf(*model().staged, chapters[i])) << entry.id;
                EXPECT_GT(name.box.left(), free) << entry.id << ": names overlap";
                EXPECT_LE(name.box.right(), scrubber.width()) << entry.id;
                free = name.box.right();
                ++seen;
            }
        }
    }
    EXPECT_GT(seen, 40U);
}

} // namespace
} // namespace tcpstage::widgets
