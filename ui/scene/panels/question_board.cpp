#include "ui/scene/panels/question_board.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text moreWord{"… and %1 more: the next step shows them", "……另有 %1 处：按下一步查看"};
constexpr double narrowestScreen = 1350; // pixels, of 1080 lines
constexpr std::array<const char*, 4> letters{"A", "B", "C", "D"};

QString in(const OwnedText& text, Language language) { return QString::fromStdString(text[language]); }

class BoardPen {
public:
    BoardPen(Scene& scene, const Board& board, const QRectF& area, const BoardSizes& sizes,
             const DisplayOptions& display)
        : scene_{scene}, board_{board}, area_{area}, sizes_{sizes}, display_{display},
          margin_{std::round(sizes.text * 0.9)}, y_{area.top() + std::round(sizes.text * 0.55)}
    {}

    /// The first mistake that has no room on a page that begins with `first`.
    std::size_t endOfPage(std::size_t first) const
    {
        const double top = area_.top() + std::round(sizes_.text * 0.55) + headingOfReview();
        const auto room =
            static_cast<qsizetype>((area_.bottom() - sizes_.text * 0.4 - top) / std::round(sizes_.text * 1.4));
        const auto all = static_cast<std::size_t>(board_.review.size());
        qsizetype lines = 0;
        for (std::size_t i = first; i < all; ++i) {
            lines += linesOf(i).size();
            if (i > first && lines + 1 > room) return i; // one line says how many more there are, or what comes next
        }
        return all;
    }

    /// Call it after draw().
    double bottom() const { return y_ + std::ceil(sizes_.text * 0.4) + 1; }

    void draw()
    {
        add(Box{area_, std::round(margin_ * 0.8), Ink::Caption});
        head();
        if (board_.question && board_.draft)
            y_ += addDraft(scene_, *board_.draft, {left(), y_}, width(), sizes_, display_) +
                  std::round(sizes_.text * 0.4);
        else if (board_.question)
            choices();
        foot();
    }

private:
    void add(Shape shape, const Ref& ref = {}, double opacity = 1)
    {
        scene_.moving.push_back({std::move(shape), ref, opacity});
    }
    void text(const QString& words, QPointF at, double pixels, Ink ink, int weight, Align align = Align::Left,
              Face face = Face::Sans, const Ref& ref = {})
    {
        add(Label{words, at, pixels, ink, face, weight, align, 0}, ref);
    }
    double headingOfReview() const { return board_.score.isEmpty() ? 0 : std::round(sizes_.title * 1.45); }
    double left() const { return area_.left() + margin_; }
    double width() const { return area_.width() - 2 * margin_; }

    /// The question, and on the right the score.
    void head()
    {
        const double score =
            board_.score.isEmpty() ? 0 : textWidth(board_.score, Face::Sans, sizes_.text, 600) + margin_;
        const double base = y_ + sizes_.title;
        if (!board_.question && !board_.title.isEmpty()) return caption(score);
        if (!board_.question) { // a heading of its own
            text(elided(board_.score, Face::Sans, sizes_.title, 700, width()), {left(), base}, sizes_.title, Ink::Text,
                 700);
            y_ += headingOfReview();
            return;
        }
        const QString asked = in(board_.question->situation, display_.language) +
                              (display_.language == Language::English ? QStringLiteral(" ") : QString{}) +
                              in(board_.question->text, display_.language);
        const auto wide = [&](const QString& words, double size) { return textWidth(words, Face::Sans, size, 700); };
        double pixels = sizes_.title; // on one line if that needs little smaller letters, else on two
        const double least = std::max(sizes_.text, std::floor(sizes_.title * 0.85));
        while (pixels > least && wide(asked, pixels) + score > width())
            --pixels;
        if (wide(asked, pixels) + score > width()) pixels = sizes_.title;
        while (pixels > sizes_.text && wrapped(asked, Face::Sans, pixels, 700, width(), 3).size() > 2)
            --pixels;
        const QStringList lines = wrapped(asked, Face::Sans, pixels, 700, width(), 2);
        for (const QString& line : lines) {
            text(line, {left(), y_ + pixels}, pixels, Ink::Text, 700);
            if (line == lines.back() && wide(line, pixels) + score <= width()) // else only the review has it
                text(board_.score, {area_.right() - margin_, y_ + pixels}, sizes_.text, Ink::Muted, 600, Align::Right);
            y_ += std::round(pixels * 1.35);
        }
        y_ += std::round(sizes_.text * 0.35);
    }

    /// What happened, beside the score.
    void caption(double score)
    {
        const double base = y_ + sizes_.title;
        text(elided(board_.title, Face::Sans, sizes_.title, 700, width() - score), {left(), base}, sizes_.title,
             Ink::Text, 700);
        text(board_.score, {area_.right() - margin_, base}, sizes_.text, Ink::Muted, 600, Align::Right);
        y_ += std::round(sizes_.title * 1.45);
        for (const QString& line : wrapped(board_.text, Face::Sans, sizes_.text, QFont::Normal, width(), 3)) {
            text(line, {left(), y_ + sizes_.text}, sizes_.text, Ink::Text, QFont::Normal);
            y_ += std::round(sizes_.text * 1.4);
        }
        y_ += std::round(sizes_.text * 0.35);
    }

    bool isRight(std::size_t i) const { return board_.answered && i == board_.question->right; }
    bool isWrong(std::size_t i) const
    {
        return board_.answered && board_.verdict && !board_.verdict->right &&
               board_.verdict->given == board_.question->choices[i].value;
    }

    void choices()
    {
        const auto& all = board_.question->choices;
        const double gap = std::round(margin_ * 0.7);
        const double typed = board_.typing ? std::round(width() * 0.2) : 0;
        const double room = width() - (typed > 0 ? typed + gap : 0);
        const double each =
            std::floor((room - gap * static_cast<double>(all.size() - 1)) / static_cast<double>(all.size()));
        const auto fit = [&](double pixels) {
            return std::ranges::all_of(
                all, [&](const predict::Guess& guess) { return valueWidth(guess, pixels) <= valueRoom(each, pixels); });
        };
        pixels_ = sizes_.choice; // of all answers: none is more important than another
        while (pixels_ > sizes_.text && !fit(pixels_))
            --pixels_;
        stacked_ = board_.counting && !fit(pixels_);
        while (stacked_ && pixels_ < sizes_.choice && fit(pixels_ + 1))
            ++pixels_;
        const double height = std::round(stacked_ ? pixels_ * 3.2 : std::max(pixels_ * 1.75, sizes_.choice * 1.4));
        double x = left();
        for (std::size_t i = 0; i < all.size(); ++i, x += each + gap)
            choice(i, {x, y_, each, height});
        if (typed > 0) field({x, y_, typed, height});
        y_ += height + std::round(sizes_.text * 0.4);
    }

    Face valueFace() const { return predict::is_number(board_.question->asked) ? Face::Mono : Face::Sans; }
    double valueWidth(const predict::Guess& guess, double pixels) const
    {
        return textWidth(valueText(guess.value, board_.question->asked, display_), valueFace(), pixels, 650);
    }
    /// Beside the letter and the count of hands, which stands below where both have no room.
    double valueRoom(double box, double pixels) const
    {
        const double hands = board_.counting && !stacked_ ? countWidth(pixels) + std::round(pixels * 0.4) : 0;
        return box - std::round(pixels * 0.5) - letterWidth(pixels) - std::round(pixels * 0.4) - hands;
    }
    static double letterWidth(double pixels) { return std::round(pixels * 1.1); }
    static double countWidth(double pixels)
    {
        return textWidth(QStringLiteral("× 00"), Face::Sans, std::round(pixels * 0.85), 700);
    }

    void choice(std::size_t i, const QRectF& box)
    {
        const Ref ref{Ref::Kind::Answer, trace::Side::Left, static_cast<std::uint32_t>(i)};
        const bool meant = board_.counting && !board_.answered && board_.hand == i;
        const Ink border = isRight(i) ? Ink::StateOpen : isWrong(i) ? Ink::Lost : meant ? Ink::Accent : Ink::Rule;
        const bool marked = isRight(i) || isWrong(i) || meant;
        const double thick = std::max(1.0, std::round(sizes_.text * (marked ? 0.2 : 0.08)));
        add(Box{box, std::round(box.height() * 0.18), Ink::Panel, border, thick, Stroke::Solid}, ref);
        const double base = baselineFor(box.top() + box.height() * (stacked_ ? 0.28 : 0.5), pixels_);
        const double under = stacked_ ? baselineFor(box.top() + box.height() * 0.72, pixels_) : base;
        const double left = box.left() + std::round(pixels_ * 0.5);
        double end = box.right() - std::round(pixels_ * 0.4);
        const QString value = valueText(board_.question->choices[i].value, board_.question->asked, display_);
        const Face face = valueFace();
        const double from = left + letterWidth(pixels_);
        text(elided(value, face, pixels_, 650, end - from), {from, base}, pixels_, Ink::Text, 650, Align::Left, face,
             ref);
        QString letter = QLatin1String{letters[i]};
        Ink ink = Ink::Accent;
        const double free = end - from - valueWidth(board_.question->choices[i], pixels_);
        const QString sign = isRight(i) ? QStringLiteral("✓") : isWrong(i) ? QStringLiteral("✗") : QString{};
        const Ink signInk = isRight(i) ? Ink::StateOpen : Ink::Lost;
        const double signWidth = std::round(pixels_ * 1.1);
        if (!sign.isEmpty() && (stacked_ || free >= signWidth + (board_.counting ? countWidth(pixels_) : 0))) {
            text(sign, {end, under}, pixels_, signInk, 800, Align::Right, Face::Sans, ref);
            end -= signWidth;
        } else if (!sign.isEmpty()) { // it takes the place of the letter, which nobody needs any more
            letter = sign;
            ink = signInk;
        }
        text(letter, {left, base}, pixels_, ink, 800, Align::Left, Face::Sans, ref);
        if (!board_.counting) return;
        const QString count = QStringLiteral("× %1").arg(board_.hands[i]);
        text(count, {end, under}, std::round(pixels_ * 0.85), meant ? Ink::Accent : Ink::Muted, 700, Align::Right,
             Face::Sans, ref);
    }

    /// The input field.
    void field(const QRectF& box)
    {
        const Ref ref{Ref::Kind::Answer, trace::Side::Left, static_cast<std::uint32_t>(BoardMark::Type)};
        add(Box{box, std::round(box.height() * 0.18), Ink::Paper, Ink::Accent, std::max(2.0, sizes_.text * 0.14),
                Stroke::Solid},
            ref);
        const QString words = board_.typed + QStringLiteral("▏");
        text(elided(words, Face::Mono, pixels_, 650, box.width() - pixels_),
             {box.left() + pixels_ * 0.5, baselineFor(box.center().y(), pixels_)}, pixels_, Ink::Text, 650, Align::Left,
             Face::Mono, ref);
    }

    /// The explanation or a hint; on the right the button to continue.
    void foot()
    {
        const double line = std::round(sizes_.text * 1.4);
        double room = width();
        double least = y_;
        if (!board_.button.isEmpty()) {
            room -= button() + margin_;
            least += buttonHeight() + std::round(sizes_.text * 0.1);
        }
        review(line);
        const QString said = verdictText(board_, display_);
        const QString words = !said.isEmpty() ? said : hasMoreMistakes() ? QString{} : board_.hint;
        const int weight = said.isEmpty() ? 450 : 550;
        double pixels = sizes_.text;
        while (said.isEmpty() && pixels > sizes_.least && textWidth(words, Face::Sans, pixels, weight) > room)
            --pixels; // what the keys do is on one line where it can be
        const int lines = std::max(1, static_cast<int>((area_.bottom() - sizes_.text * 0.4 - y_) / line));
        for (const QString& part : wrapped(words, Face::Sans, pixels, weight, room, lines)) {
            text(part, {left(), y_ + sizes_.text}, pixels, said.isEmpty() ? Ink::Muted : Ink::Text, weight);
            y_ += line;
        }
        y_ = std::max(y_, least);
    }

    std::size_t endOfMistakes() const
    {
        const auto all = static_cast<std::size_t>(board_.review.size());
        return std::min({all, board_.until, endOfPage(board_.from)});
    }
    bool hasMoreMistakes() const { return endOfMistakes() < static_cast<std::size_t>(board_.review.size()); }

    /// The mistakes of this page, as many as have room whole; then how many more there are.
    void review(double line)
    {
        const auto all = static_cast<std::size_t>(board_.review.size());
        const std::size_t end = endOfMistakes();
        QStringList lines;
        for (std::size_t i = board_.from; i < end; ++i)
            lines += linesOf(i);
        if (end < all) lines << inLanguage(moreWord, display_.language).arg(all - end);
        for (const QString& words : lines) {
            text(words, {left(), y_ + sizes_.text}, sizes_.text, Ink::Text, 450);
            y_ += line;
        }
    }

    QStringList linesOf(std::size_t mistake) const
    {
        return wrapped(board_.review[static_cast<qsizetype>(mistake)], Face::Sans, sizes_.text, 450,
                       width() - sizes_.text, 6);
    }

    double buttonHeight() const { return std::round(sizes_.text * 1.8); }

    double button()
    {
        const Ref ref{Ref::Kind::Answer, trace::Side::Left, static_cast<std::uint32_t>(BoardMark::Next)};
        const double wide = std::round(textWidth(board_.button, Face::Sans, sizes_.text, 700) + sizes_.text * 1.6);
        const double high = buttonHeight();
        const QRectF box{area_.right() - margin_ - wide, area_.bottom() - high - std::round(sizes_.text * 0.5), wide,
                         high};
        add(Box{box, std::round(high * 0.25), Ink::Accent}, ref);
        text(board_.button, baselineFor(box.center(), sizes_.text), sizes_.text, Ink::AccentText, 700, Align::Centre,
             Face::Sans, ref);
        return wide;
    }

    Scene& scene_;
    const Board& board_;
    QRectF area_;
    BoardSizes sizes_;
    const DisplayOptions& display_;
    double margin_;
    double y_;
    double pixels_ = 0;    // of the answers
    bool stacked_ = false; // the answers have no room beside their counts
};

BoardSizes sizesInWindow(double textSize)
{
    const auto px = [textSize](double pixels) { return std::round(pixels * textSize); };
    return {px(17), px(18), px(14), px(13)};
}

} // namespace

QString valueText(const predict::Value& value, predict::Asked asked, const DisplayOptions& display)
{
    if (asked == predict::Asked::State) return stateText(value.state, display);
    return QString::fromStdString(predict::to_text(value, asked, display.language));
}

void addBoard(Scene& scene, const Board& board, const QRectF& area, const BoardSizes& sizes,
              const DisplayOptions& display)
{
    BoardPen{scene, board, area, sizes, display}.draw();
}

double boardHeight(const Board& board, double width, const BoardSizes& sizes, const DisplayOptions& display)
{
    constexpr double endless = 1e5;
    Scene scene;
    BoardPen pen{scene, board, {0, 0, width, endless}, sizes, display};
    pen.draw();
    return pen.bottom();
}

std::vector<std::size_t> reviewPages(const QStringList& review)
{
    Scene scene;
    Board board;
    board.review = review;
    board.score = QStringLiteral("0");
    const DisplayOptions display;
    const BoardPen pen{scene, board, {0, 0, narrowestScreen - 40, projectedReview}, projectedSizes, display};
    std::vector<std::size_t> pages;
    for (std::size_t from = 0; from < static_cast<std::size_t>(review.size()); from = pen.endOfPage(from))
        pages.push_back(from);
    return pages;
}

double questionBoardHeight(const Board& board, double width, double textSize, const DisplayOptions& display)
{
    return boardHeight(board, width, sizesInWindow(textSize), display);
}

Scene questionBoard(const Board& board, QSizeF size, double textSize, const DisplayOptions& display)
{
    Scene scene{size, Ink::Paper};
    addBoard(scene, board, QRectF{{}, size}, sizesInWindow(textSize), display);
    return scene;
}

} // namespace tcpstage::scene
