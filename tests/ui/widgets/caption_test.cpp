// The card of the caption below the stage: nothing of its text is cut, and it says how numbers are written.
#include "tests/ui/widgets/window.h"

#include "ui/widgets/stage/caption_card.h"

#include <QLabel>
#include <QTest>
#include <QTextDocument>
#include <cmath>

namespace tcpstage::widgets {

class CaptionText : public Window {
protected:
    CaptionText() : Window{"three-way-handshake"} { window.resize(1366, 768); }

    QLabel& text() { return *window.findChild<QLabel*>(QStringLiteral("captionText")); }
    QLabel& numbers() { return *window.findChild<QLabel*>(QStringLiteral("captionNumbers")); }
    CaptionCard& card() { return *window.findChild<CaptionCard*>(); }
};

TEST_F(CaptionText, HasTheHeightOfItsRichTextWithTheLineUnderALink)
{
    std::size_t seen = 0;
    for (const Language language : {Language::English, Language::Chinese}) {
        store.dispatch(model::SetLanguage{language});
        for (const char* lesson : {"three-way-handshake", "four-way-close", "zero-window"}) {
            open(lesson);
            settle();
            for (std::size_t i = 0; i < std::min<std::size_t>(steps(), 20); ++i) {
                press(Qt::Key_Right);
                QTextDocument document;
                document.setDocumentMargin(0);
                document.setDefaultFont(text().font());
                document.setHtml(text().text());
                document.setTextWidth(text().width());
                const QFontMetricsF metrics{text().font()};
                const double below = std::max(0.0, metrics.underlinePos() + metrics.lineWidth() - metrics.descent());
                if (card().height() >= window.height() * 0.24 - 1) continue; // as high as it may be
                EXPECT_GE(text().height(), std::ceil(document.size().height() + below))
                    << lesson << " step " << i << ": " << text().text().toStdString();
                ++seen;
            }
        }
    }
    EXPECT_GT(seen, 20U);
}

TEST_F(CaptionText, SaysHowNumbersAreWritten)
{
    EXPECT_FALSE(numbers().isVisible());
    press(Qt::Key_R);
    EXPECT_TRUE(numbers().isVisible());
    EXPECT_EQ(numbers().text(), QStringLiteral("relative numbers"));
    store.dispatch(model::SetLanguage{Language::Chinese});
    EXPECT_EQ(numbers().text(), QStringLiteral("相对序号"));
    store.dispatch(model::SetNumbers{scene::Numbers::Symbolic});
    EXPECT_TRUE(numbers().text().contains(QStringLiteral("初始序号")));
    press(Qt::Key_R);
    press(Qt::Key_R);
    EXPECT_FALSE(numbers().isVisible());
}

} // namespace tcpstage::widgets
