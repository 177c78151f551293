// The card of the caption below the stage: nothing of its text is cut, and it says how numbers are written.
#include "tests/ui/widgets/window.h"

#include "ui/widgets/common/elided_label.h"
#include "ui/widgets/common/paragraph_label.h"
#include "ui/widgets/common/term_links.h"
#include "ui/widgets/stage/caption_card.h"
#include "ui/widgets/stage/cut_text.h"

#include <QLabel>
#include <QLayout>
#include <QTest>
#include <QTextDocument>
#include <QToolButton>
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

TEST_F(CaptionText, IsWholeOrEndsWithALinkToTheWholeOfIt)
{
    std::size_t cut = 0;
    std::size_t seen = 0;
    for (const QSize size : {QSize{1024, 768}, QSize{900, 560}}) {
        window.resize(size);
        for (const char* lesson : {"exam-2016-41", "why-not-two", "three-way-handshake", "exam-two-kinds-of-loss"}) {
            open(lesson);
            for (const Language language : {Language::English, Language::Chinese}) {
                store.dispatch(model::SetLanguage{language});
                press(Qt::Key_Home);
                settle();
                for (std::size_t i = 0; i < std::min<std::size_t>(steps(), 6); ++i) {
                    for (const CutText* label : window.findChildren<CutText*>()) {
                        if (!label->isVisible() || label->text().isEmpty()) continue;
                        ++seen;
                        cut += label->isCut() ? 1 : 0;
                        EXPECT_LE(heightAsLinks(label->text(), label->font(), label->width()), label->height())
                            << lesson << " " << size.width() << ": " << label->text().toStdString();
                        EXPECT_EQ(label->text().contains(CutText::wholeLink()), label->isCut());
                    }
                    press(Qt::Key_Right);
                }
            }
        }
    }
    EXPECT_GT(seen, 50U);
    EXPECT_GT(cut, 0U);
}

TEST_F(CaptionText, HasTheRoomOfTheDifferenceWhereTwoRunsHaveNone)
{
    std::size_t seen = 0;
    store.dispatch(model::SetLanguage{Language::Chinese});
    for (const QSize size : {QSize{1366, 740}, QSize{1024, 600}})
        for (const char* lesson : {"exam-2016-41", "why-not-two", "exam-two-kinds-of-loss"}) {
            window.resize(size);
            open(lesson);
            press(Qt::Key_Home);
            settle();
            const auto* difference = window.findChild<QLabel*>(QStringLiteral("captionDifference"));
            ASSERT_NE(difference, nullptr);
            EXPECT_EQ(difference->isVisible(), !difference->text().isEmpty()) << lesson;
            if (difference->isVisible()) continue;
            ++seen;
            EXPECT_GE(text().geometry().bottom(), card().height() - card().layout()->contentsMargins().bottom() - 3)
                << lesson;
            if (size.height() == 740) {
                EXPECT_FALSE(static_cast<CutText&>(text()).isCut()) << lesson;
            }
        }
    EXPECT_GT(seen, 1U);
}

TEST_F(CaptionText, OpensTheWholeOfItAtTheLink)
{
    const auto plain = [](const QString& html) {
        QTextDocument document;
        document.setHtml(html);
        return document.toPlainText();
    };
    const auto firstCut = [&]() -> CutText* {
        for (std::size_t i = 0; i < steps(); ++i, press(Qt::Key_Right))
            for (CutText* label : window.findChildren<CutText*>())
                if (label->isVisible() && label->isCut()) return label;
        return nullptr;
    };
    window.resize(900, 560);
    CutText* label = nullptr;
    for (const char* lesson : {"exam-2016-41", "why-not-two", "exam-two-kinds-of-loss"}) {
        open(lesson);
        settle();
        label = firstCut();
        if (label != nullptr) break;
    }
    ASSERT_NE(label, nullptr) << "nothing is cut";
    const QString seen = plain(label->text());
    Q_EMIT label->linkActivated(CutText::wholeLink());
    const auto* sheet = label->findChild<QFrame*>(QStringLiteral("wholeCaption"));
    ASSERT_NE(sheet, nullptr);
    EXPECT_TRUE(sheet->isVisible());
    const QString whole = plain(sheet->findChild<QLabel*>()->text());
    EXPECT_TRUE(whole.startsWith(seen.left(seen.lastIndexOf(u'…')))) << whole.toStdString();
    EXPECT_GT(whole.size(), seen.lastIndexOf(u'…') + 1) << whole.toStdString();
}

TEST_F(CaptionText, SaysHowNumbersAreWritten)
{
    EXPECT_FALSE(numbers().isVisible());
    press(Qt::Key_R);
    EXPECT_TRUE(numbers().isVisible());
    EXPECT_EQ(numbers().text(), QStringLiteral("relative numbers"));
    store.dispatch(model::SetLanguage{Language::Chinese});
    EXPECT_EQ(numbers().text(), QStringLiteral("相对序号"));
    store.dispatch(model::SetNotation{scene::Numbers::Symbolic});
    EXPECT_TRUE(numbers().text().contains(QStringLiteral("初始序号")));
    press(Qt::Key_R);
    press(Qt::Key_R);
    EXPECT_FALSE(numbers().isVisible());
}

TEST_F(CaptionText, CutsNoTitleForTheMeaningOfItsNumbers)
{
    std::size_t shown = 0;
    std::size_t left = 0;
    store.dispatch(model::SetNotation{scene::Numbers::Symbolic});
    for (const Language language : {Language::English, Language::Chinese})
        for (const char* lesson : {"three-way-handshake", "four-way-close", "why-not-two", "fast-retransmit"}) {
            store.dispatch(model::SetLanguage{language});
            open(lesson);
            for (std::size_t i = 0; i < std::min<std::size_t>(steps(), 16); ++i) {
                press(Qt::Key_Right);
                const auto& title = *window.findChild<ElidedLabel*>(QStringLiteral("captionTitle"));
                (numbers().isVisible() ? shown : left) += 1;
                if (numbers().isVisible())
                    EXPECT_EQ(title.text(), title.whole())
                        << lesson << " step " << i << ", beside " << numbers().text().toStdString();
            }
        }
    EXPECT_GT(shown, 10U);
    EXPECT_GT(left, 3U);
    const auto* choice = window.findChild<QToolButton*>(QStringLiteral("numbers"));
    EXPECT_TRUE(choice->toolTip().contains(QStringLiteral("初始序号"))) << "it is said there in any case";
}

TEST_F(CaptionText, CutsNoTitleInLargeText)
{
    std::size_t shrunk = 0;
    for (const QSize size : {QSize{1366, 730}, QSize{1024, 730}}) {
        window.resize(size);
        store.dispatch(model::Command::ZoomReset);
        for (int i = 0; i < 3; ++i)
            press(Qt::Key_Plus);
        for (const Language language : {Language::English, Language::Chinese})
            for (const char* lesson : {"three-way-handshake", "why-not-two", "fast-retransmit", "reno-and-cubic"}) {
                store.dispatch(model::SetLanguage{language});
                open(lesson);
                settle();
                for (std::size_t i = 0; i < std::min<std::size_t>(steps(), 20); ++i) {
                    press(Qt::Key_Right);
                    QApplication::processEvents();
                    for (const ElidedLabel* label : card().findChildren<ElidedLabel*>()) {
                        if (!label->isVisible()) continue;
                        EXPECT_EQ(label->text(), label->whole())
                            << lesson << " step " << i << " at " << size.width() << ", "
                            << label->objectName().toStdString() << " " << label->text().toStdString() << " "
                            << label->width() << "x" << label->height();
                        shrunk += label->isShrunk() ? 1 : 0;
                    }
                }
            }
    }
    EXPECT_GT(shrunk, 5U);
    store.dispatch(model::Command::ZoomReset);
}

TEST_F(CaptionText, TellsAllOfADifferenceThatHasRoom)
{
    std::size_t seen = 0;
    for (const double size : {1.0, 1.5}) {
        window.resize(1366, 730);
        store.dispatch(model::Command::ZoomReset);
        for (int i = 0; size > 1 && i < 3; ++i)
            press(Qt::Key_Plus);
        open("why-not-two");
        settle();
        const auto* difference = window.findChild<ParagraphLabel*>(QStringLiteral("captionDifference"));
        for (std::size_t i = 0; i < steps(); ++i) {
            press(Qt::Key_Right);
            QApplication::processEvents();
            if (!difference || !difference->isVisible()) continue;
            ++seen;
            const QString first = difference->toolTip().section(u'\n', 0, 0);
            const int needed = difference->heightOf(first, difference->width());
            if (needed <= card().height() - difference->y() - card().layout()->contentsMargins().bottom())
                EXPECT_TRUE(difference->text().startsWith(first))
                    << size << " step " << i << " " << needed << " " << difference->height();
        }
    }
    EXPECT_GT(seen, 6U);
    store.dispatch(model::Command::ZoomReset);
}

} // namespace tcpstage::widgets
