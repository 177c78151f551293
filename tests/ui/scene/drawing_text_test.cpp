// What is drawn comes back from its file, and a file that is no drawing is refused in one sentence.
#include "ui/scene/drawing/drawing_text.h"

#include "core/base/random.h"
#include "tests/support/both_languages.h"

#include <gmock/gmock.h>

namespace tcpstage::scene {
namespace {

using ::testing::HasSubstr;

PenStrokePtr stroke(std::uint32_t step, SurfaceKind on, View view = View::Ladder)
{
    return std::make_shared<const PenStroke>(
        PenStroke{7, step > 3 ? "00aa" : "", step, on, view, 2, {{-0.5, 1.25, 1}, {0.3333, 2, 0.4}, {1e5, 0, 2.5}}});
}

std::vector<LessonDrawing> someDrawings()
{
    return {
        {"three-way-handshake",
         {stroke(3, SurfaceKind::Ladder), stroke(4, SurfaceKind::View, View::Window), stroke(0, SurfaceKind::Stage)}},
        {"中文 \"课\".yaml", {}}};
}

std::string refusal(const std::string& text)
{
    const auto drawings = readDrawings(text, "a.drawing.json");
    return drawings ? std::string{} : said_in_both(drawings.error());
}

TEST(DrawingText, KeepsEveryStroke)
{
    const std::string text = drawingText(someDrawings());
    const auto again = readDrawings(text, "a.drawing.json");
    ASSERT_TRUE(again);
    ASSERT_EQ(again->size(), 2U);
    EXPECT_EQ((*again)[1].lesson, "中文 \"课\".yaml");
    const auto all = someDrawings();
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_TRUE((*again)[0].strokes[i]->isSame(*all[0].strokes[i])) << i;
    EXPECT_EQ(drawingText(*again), text);
}

TEST(DrawingText, SaysWhatIsWrongWithAFile)
{
    for (const std::string text : {"", "{", "[]", "3", "{}", R"({"tcpstage-drawing":"1","lessons":[]})",
                                   R"({"tcpstage-drawing":1})", R"({"tcpstage-drawing":1,"lessons":[{}]})"})
        EXPECT_THAT(refusal(text), HasSubstr("a.drawing.json: what is drawn cannot be read: it is no drawing; "))
            << text;
    EXPECT_THAT(refusal(R"({"tcpstage-drawing":2,"lessons":[]})"), HasSubstr("a later version of this program"));
    const auto withStroke = [](const std::string& members) {
        return R"({"tcpstage-drawing":1,"lessons":[{"lesson":"a","strokes":[{)" + members + "}]}]}";
    };
    EXPECT_EQ(refusal(withStroke(R"("step":1,"on":"ladder","pen":1,"points":[0,0,1])")), "");
    for (const std::string members :
         {R"("step":-1,"on":"ladder","pen":1,"points":[0,0,1])", R"("step":1.5,"on":"ladder","pen":1,"points":[0,0,1])",
          R"("step":1,"on":"sky","pen":1,"points":[0,0,1])", R"("step":1,"on":"ladder","pen":6,"points":[0,0,1])",
          R"("step":1,"on":"ladder","pen":0,"points":[0,0,1])", R"("step":1,"on":"ladder","pen":1,"points":[0,0])",
          R"("step":1,"on":"ladder","pen":1,"points":[])", R"("step":1,"on":"ladder","pen":1,"points":[1e300,0,1])",
          R"("step":1,"on":"ladder","pen":1,"points":[0,0,0])", R"("step":1,"on":"ladder","pen":1,"points":[0,"0",1])",
          R"("step":1,"on":"ladder","pen":1,"points":{})", R"("step":"1","on":"ladder","pen":1,"points":[0,0,1])"})
        EXPECT_THAT(refusal(withStroke(members)), HasSubstr("a stroke in it is not as this program writes them"))
            << members;
    std::string many = withStroke(R"("step":1,"on":"ladder","pen":1,"points":[0,0,1)");
    many.resize(many.size() - 4);
    for (std::size_t i = 0; i < most_stroke_points; ++i)
        many += ",0,0,1";
    EXPECT_NE(refusal(many + "]}]}]}"), "") << "too many points";
    EXPECT_THAT(refusal(std::string(most_drawing_bytes + 1, ' ')), HasSubstr("too many strokes"));
}

/// Any octets are refused in one sentence, or are strokes that are written and read again.
TEST(DrawingText, SurvivesAnyOctets)
{
    Random random{5};
    const std::string text = drawingText(someDrawings());
    for (int i = 0; i < 4000; ++i) {
        std::string bad = text;
        for (std::uint64_t changes = 1 + random.below(4); changes > 0; --changes) {
            const std::size_t at = random.below(bad.size());
            if (random.below(3) == 0)
                bad.erase(at, random.below(9));
            else
                bad[at] = "0123456789-.e[]{}\",:\\ \x80\xff"[random.below(25)];
            if (bad.empty()) bad = "{";
        }
        const auto read = readDrawings(bad, "a.drawing.json");
        if (!read) {
            EXPECT_EQ(read.error().sentence().find('\n'), std::string::npos);
            continue;
        }
        const std::string again = drawingText(*read);
        ASSERT_TRUE(readDrawings(again, "b")) << bad;
    }
}

} // namespace
} // namespace tcpstage::scene
