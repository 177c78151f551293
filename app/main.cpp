#include "app/command_line.h"
#include "app/line/command.h"
#include "app/line/output.h"
#include "app/qt_messages.h"

#include <csignal>
#include <exception>
#include <new>

int main(int argc, char** argv)
{
    std::signal(SIGXFSZ, SIG_IGN); // so that a write beyond the file size limit fails like a full disk
    tcpstage::app::take_qt_messages(tcpstage::app::language_wanted(argc, argv));
    try {
        return tcpstage::app::command_line(argc, argv);
    } catch (const std::bad_alloc&) {
        return tcpstage::app::complain(
            {{"there is not enough memory", "内存不足"},
             {},
             {"close other programs, or choose a smaller lesson", "请关闭其他程序，或选小一些的课程"}},
            tcpstage::app::language_wanted(argc, argv));
    } catch (const std::exception& error) {
        return tcpstage::app::complain({{error.what(), error.what()}, {}, {"please report this", "请报告这个错误"}},
                                       tcpstage::app::language_wanted(argc, argv));
    }
}
