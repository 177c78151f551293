#include "core/base/random.h"
#include "core/sim/queue.h"

#include <gtest/gtest.h>
#include <map>

namespace tcpstage::sim {

TEST(Queue, GivesBackInOrderOfTimeAndThenOfInsertion)
{
    Random random{3};
    Queue queue;
    std::map<Due, std::uint32_t> model;
    std::int64_t now = 0;
    for (std::uint32_t i = 1; i < 5000; ++i) {
        const Due due{Instant{Duration{now + static_cast<std::int64_t>(random.below(40))}}, i};
        queue.push(random.below(Queue::lanes), due, i);
        model[due] = i;
        while (!model.empty() && random.below(5) < 2) {
            ASSERT_EQ(queue.next(), model.begin()->first);
            now = queue.next().at.time_since_epoch().count();
            ASSERT_EQ(queue.pop(), model.begin()->second);
            model.erase(model.begin());
        }
    }
    for (const auto& [due, what] : model)
        ASSERT_EQ(queue.pop(), what);
    EXPECT_EQ(queue.next(), Due{});
}

} // namespace tcpstage::sim
