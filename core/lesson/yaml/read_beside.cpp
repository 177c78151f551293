// The second of two worlds on one stage: a lesson says only how it differs from the first.

#include "core/lesson/yaml/parts.h"

#include "core/base/random.h"

namespace tcpstage::lesson::yaml {

namespace {

void amend_setup(const Map& map, const Names& names, Scenario& scenario)
{
    sim::Setup& setup = scenario.setup;
    if (const auto item = map.find("seed")) {
        setup.seed = item->number(0, UINT64_MAX);
        for (std::size_t i = 0; i < 2; ++i)
            setup.endpoints[i].iss.secret = Random{setup.seed}.fork(100 + i).next();
    }
    if (const auto item = map.find("tcp"))
        for (sim::EndpointSetup& endpoint : setup.endpoints)
            read_tcp(*item, endpoint.settings);
    if (const auto item = map.find("endpoints")) amend_endpoints(*item, names, setup);
    check_endpoints(map.item(), setup);
    if (const auto item = map.find("network")) {
        setup.links = {};
        read_network(*item, setup.links);
    }
    if (const auto item = map.find("faults")) {
        setup.faults.clear();
        scenario.fault_places.clear();
        read_faults(*item, names, scenario);
    }
    if (const auto item = map.find("inject")) {
        setup.injections.clear();
        read_injections(*item, names, setup);
    }
    for (sim::Injection& injection : setup.injections) { // the ports may have changed
        const auto port = [&](trace::Side side) { return setup.endpoints[trace::index(side)].socket.port; };
        if (!injection.source) injection.segment.source_port = port(injection.from);
        if (!injection.destination) injection.segment.destination_port = port(trace::other(injection.from));
    }
}

} // namespace

std::shared_ptr<const Scenario> read_beside(const Item& item, Scenario& main)
{
    const Map map{item, beside_keys};
    auto beside = std::make_shared<Scenario>(main);
    beside->half = owned_text(map.need("title"));
    if (const auto title = map.find("main")) main.half = owned_text(*title);
    const Names names{{main.setup.endpoints[0].name, main.setup.endpoints[1].name}};
    amend_setup(map, names, *beside);
    beside->notes.clear(); // notes about one world do not fit the other
    const auto begin = map.find("begin");
    if (const auto steps = map.find("steps")) {
        beside->begin.reset();
        beside->steps = read_steps(*steps, names);
    } else if (begin) {
        begin->refuse({"\"begin\" of another world comes with its steps", "另一个世界的“begin”要与它的 steps 一起写"},
                      {"write steps: as well", "请同时写 steps:"});
    }
    if (begin) read_begin(*begin, names, *beside);
    if (const auto end = map.find("end")) beside->end = read_end(*end);
    if (const auto notes = map.find("notes")) beside->notes = read_notes(*notes, names);
    if (const auto expect = map.find("expect")) beside->expect = read_expectations(*expect, names);
    return beside;
}

} // namespace tcpstage::lesson::yaml
