// The second of two worlds on one stage: a lesson says only how it differs from the first.

#include "core/lesson/yaml/parts.h"

#include "core/base/random.h"

namespace tcpstage::lesson::yaml {

namespace {

constexpr std::array<std::string_view, 11> beside_keys{"title", "main",   "endpoints", "network", "tcp",   "seed",
                                                       "steps", "faults", "inject",    "notes",   "expect"};

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
        injection.segment.source_port = setup.endpoints[trace::index(injection.from)].socket.port;
        injection.segment.destination_port = setup.endpoints[trace::index(trace::other(injection.from))].socket.port;
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
    if (const auto steps = map.find("steps")) beside->steps = read_steps(*steps, names);
    if (const auto notes = map.find("notes")) beside->notes = read_notes(*notes, names);
    if (const auto expect = map.find("expect")) beside->expect = read_expectations(*expect, names);
    return beside;
}

} // namespace tcpstage::lesson::yaml
