#include "app/command_line.h"
#include "app/output.h"

#include <exception>
#include <new>

int main(int argc, char** argv)
{
    try {
        return tcpstage::command_line(argc, argv);
    } catch (const std::bad_alloc&) {
        return tcpstage::complain(
            {"there is not enough memory", {}, "close other programs, or choose a smaller lesson"});
    } catch (const std::exception& error) {
        tcpstage::Error unexpected;
        unexpected.what = error.what();
        unexpected.advice = "please report this";
        return tcpstage::complain(unexpected);
    }
}
