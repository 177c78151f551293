// Every picture of a run that is not TCP says so, in both languages and at every moment. (Texts:
// tests/core/trace/not_tcp_test.cpp.)
#include "core/lesson/scenario.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/paint/export.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"

#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace tcpstage::paint {

namespace {

using testing::texts;

/// Only the server lacks the rule, except where both ends must.
testing::StagedRunPtr without(const std::string& option)
{
    const bool both = option.starts_with("transport");
    const auto scenario = lesson::read_scenario(
        "title: {en: A test, zh: 测试}\n" + (both ? "tcp: {" + option + "}\n" : "") +
            "endpoints:\n  client: {iss: 100}\n  server: {iss: 300" + (both ? "" : ", tcp: {" + option + "}") +
            "}\nsteps: [server: listen, client: connect, wait: 1 s, client: send 10, "
            "wait: 1 s, client: close, server: close, wait: 1 s]\n",
        "test.yaml");
    EXPECT_TRUE(scenario) << scenario.error().sentence();
    return scene::stageRun(*scenario);
}

class NotTcpPicture : public ::testing::TestWithParam<std::string> {};

constexpr std::array views{PictureKind::Stage, PictureKind::Ladder, PictureKind::States, PictureKind::Present};

Picture picture(PictureKind view, scene::StageTime time, Language language, QSizeF size)
{
    Picture wanted;
    wanted.view = view;
    wanted.time = time;
    wanted.size = size;
    wanted.display.language = language;
    return wanted;
}

TEST_P(NotTcpPicture, SaysSoInEveryViewAtEveryMoment)
{
    const auto staged = without(GetParam());
    for (const PictureKind view : views)
        for (const QSizeF size : {QSizeF{1280, 800}, QSizeF{1920, 1080}, QSizeF{3840, 2160}})
            for (const scene::StageTime time : {scene::StageTime{}, staged->timeMap.end() / 2, staged->timeMap.end()}) {
                const scene::Scene en = sceneOf(*staged, picture(view, time, Language::English, size));
                const scene::Scene zh = sceneOf(*staged, picture(view, time, Language::Chinese, size));
                EXPECT_FALSE(texts(en).filter(QStringLiteral("not TCP"), Qt::CaseInsensitive).isEmpty());
                EXPECT_FALSE(texts(zh).filter(QStringLiteral("不是 TCP")).isEmpty());
            }
}

TEST_P(NotTcpPicture, SaysSoInAFileOfVectors)
{
    const auto staged = without(GetParam());
    const QTemporaryDir folder;
    for (const PictureKind view : views) {
        const std::string path = folder.filePath(QStringLiteral("a.svg")).toStdString();
        ASSERT_TRUE(writePicture(*staged, picture(view, staged->timeMap.end(), Language::English, {1280, 800}), path));
        QFile file{QString::fromStdString(path)};
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        EXPECT_TRUE(file.readAll().toLower().contains("not tcp"));
    }
}

INSTANTIATE_TEST_SUITE_P(EveryCounterfactual, NotTcpPicture,
                         ::testing::Values("handshake: two-way", "time_wait: none", "persist: off", "iss: zero",
                                           "transport: udp"));

TEST(TcpPicture, NeverSaysThatItIsNone)
{
    const auto staged = testing::stagedRun("three-way-handshake");
    for (const PictureKind view : views) {
        const scene::Scene scene =
            sceneOf(*staged, picture(view, staged->timeMap.end(), Language::English, {1280, 800}));
        EXPECT_TRUE(texts(scene).filter(QStringLiteral("not TCP"), Qt::CaseInsensitive).isEmpty());
    }
}

TEST(DatagramPicture, ShowsNeitherFlagsNorNumbersNorStates)
{
    const auto staged = without("transport: udp");
    for (const PictureKind view : views) {
        const scene::Scene scene =
            sceneOf(*staged, picture(view, staged->timeMap.end(), Language::English, {1920, 1080}));
        const QString all = texts(scene).join(u'\n');
        EXPECT_TRUE(all.contains(QStringLiteral("UDP")));
        for (const char* word : {"CLOSED", "ESTABLISHED", "seq=", "SND.UNA", "none"})
            EXPECT_FALSE(all.contains(QLatin1String(word))) << word;
    }
    const scene::Scene inspector = scene::segmentInspector({*staged, {}, {{620, 700}, 0, 1}, {}, {}}, 0);
    const QString all = texts(inspector).join(u'\n');
    for (const char* word : {"Datagram 1", "Source port", "Length", "Checksum"})
        EXPECT_TRUE(all.contains(QLatin1String(word))) << word;
    EXPECT_FALSE(all.contains(QStringLiteral("Window")));
}

} // namespace

} // namespace tcpstage::paint
