// Plays the lesson of a page. The data (see ui/paint/page) has every mark once, and for each moment the marks of the
// pictures: at the step, soon after it, half-way, and just before the next one. Between these nearly all motion is
// straight, so a picture between two of them has the numbers between theirs. A step's own picture is never computed.
(function () {
'use strict';

const WORDS = {
    en: { lang: 'en', other: '中文', depth: 'Level of the explanation', simple: 'Simple', exact: 'Exact', analogy: 'Analogy', predict: 'Predict',
        print: 'Print', printStep: 'This step', printSteps: 'Each step on a page', printWhole: 'The whole run', theme: 'Light or dark',
        first: 'To the beginning', back: 'Previous step', play: 'Play', pause: 'Pause', next: 'Next step', last: 'To the end', scrubber: 'Step', speed: 'Speed',
        count: 'Step {0} of {1}', before: 'Before: {0} of {1}', world: 'Shown: {0}', both: 'both', answer: 'Show the answer', hide: 'Hide the answer',
        go: 'Next →', show: 'Show →', right: 'Right.', wrong: 'Not right.', score: '{0} of {1} right', over: 'The run is over.', unanswered: 'The answer:',
        notTcp: 'not TCP', part: 'Lesson', nextPart: 'Next lesson: {0} →', picture: 'Picture of the step; click or swipe to step', stop: '. ', sep: ' · ' },
    zh: { lang: 'zh-CN', other: 'English', depth: '讲解方式', simple: '简明', exact: '严谨', analogy: '类比', predict: '预测',
        print: '打印', printStep: '这一步', printSteps: '每步一页', printWhole: '整个过程', theme: '浅色或深色',
        first: '回到开头', back: '上一步', play: '播放', pause: '暂停', next: '下一步', last: '跳到末尾', scrubber: '步', speed: '速度',
        count: '第 {0} 步，共 {1} 步', before: '开场前 {0} / {1}', world: '当前：{0}', both: '两边', answer: '显示答案', hide: '隐藏答案',
        go: '继续 →', show: '显示 →', right: '正确。', wrong: '不对。', score: '答对 {0} / {1}', over: '过程已经结束。', unanswered: '答案：',
        notTcp: '不是 TCP', part: '课程', nextPart: '下一课：{0} →', picture: '这一步的图；点击或滑动可换步', stop: '。', sep: ' · ' }
};
const DEPTHS = ['simple', 'exact', 'analogy'];
const STEP_SECONDS = 0.35, BACK_SECONDS = 0.2, LONGEST_FRAME = 0.25, LONGEST_TAP = 400, TICKS = 6000;
const NS = 'http://www.w3.org/2000/svg';
const LINE = 0, BOX = 1, LABEL = 2, CROSS = 3, CURVE = 4;
// The first and the last number of each kind that is a place or a size: these move.
const MOVING = [[2, 8], [2, 8], [2, 7], [2, 6], [2, 2]];
const INK_NOW = 10;

const byId = function (id) { return document.getElementById(id); };
const data = JSON.parse(byId('data').textContent);
const query = new URLSearchParams(location.search);
const address = function () { return new URLSearchParams(location.hash.replace(/^#/, '')); };
const chosen = function (name) { return address().get(name) || query.get(name); };
const lesson = data.lessons.find(function (one) { return one.id === chosen('lesson'); }) || data.lessons[0];
const part = data.lessons.indexOf(lesson);
const marks = lesson.marks, times = lesson.times, steps = times.length - 1;
const two = lesson.worlds.length > 0;

const state = {
    step: lesson.first, lang: firstLanguage(), depth: DEPTHS.indexOf(chosen('depth')) < 0 ? DEPTHS[data.depth] : chosen('depth'), world: 0,
    motion: null, playing: false, reading: 0, answer: false, langChosen: !!chosen('lang'), printed: query.get('print') || 'whole',
    quiz: { on: false, asked: -1, given: -1, done: {}, right: 0, all: 0 }
};

function firstLanguage() {
    const asked = chosen('lang');
    if (asked === 'zh' || asked === 'en') return asked;
    if (data.fixedLanguage) return data.language;
    const wanted = navigator.languages && navigator.languages.length ? navigator.languages : [navigator.language || ''];
    for (const one of wanted) {
        if (/^zh/i.test(one)) return 'zh';
        if (/^en/i.test(one)) return 'en';
    }
    return data.language;
}

function words() { return WORDS[state.lang]; }

function filled(text, values) {
    return text.replace(/\{(\d)\}/g, function (all, i) { return values[i]; });
}

// Drawing marks. A mark is [kind, thing, opacity in percent, ...]:
// line [.., x1, y1, x2, y2, width, head, ink, stroke], box [.., x, y, width, height, radius, border width, fill, border, stroke],
// label [.., x, y, pixels, degrees, length, ink, face, align, weight, text], cross [.., x, y, radius, width, ink],
// curve [.., ink, width, points, width, points, ...]: what is drawn by hand.

function element(name, parent) {
    const made = document.createElementNS(NS, name);
    if (parent) parent.appendChild(made);
    return made;
}

function set(el, values) {
    for (const name in values) el.setAttribute(name, values[name]);
}

function colour(ink) { return ink === 0 ? 'none' : 'var(--i' + ink + ')'; }

function round(value) { return Math.round(value * 100) / 100; }

function dashes(stroke, width) {
    if (stroke === 0) return 'none';
    const dash = stroke === 1 ? Math.max(6, width * 4) : Math.max(2, width * 2);
    return dash + ' ' + round(dash * (stroke === 1 ? 0.7 : 1.5));
}

function isHole(m) { return m[9] === 0 && m[7] > 0 && m[8] > m[7]; }

function made(m) {
    let el;
    if (m[0] === LINE) {
        el = element('g');
        set(element('line', el), { stroke: colour(m[9]), 'stroke-dasharray': dashes(m[10], m[7]) });
        if (m[8] > 0) set(element('path', el), { fill: colour(m[9]) });
    } else if (m[0] === BOX && isHole(m)) {
        el = element('path');
        set(el, { fill: colour(m[10]), 'fill-rule': 'evenodd' });
    } else if (m[0] === BOX) {
        el = element('rect');
        set(el, { fill: colour(m[9]), stroke: colour(m[10]) });
        if (m[10] !== 0) set(el, { 'stroke-width': m[8], 'stroke-dasharray': dashes(m[11], m[8]) });
    } else if (m[0] === LABEL) {
        el = element('text');
        set(el, { fill: colour(m[8]), 'font-weight': m[11], lengthAdjust: 'spacingAndGlyphs', 'text-anchor': ['start', 'middle', 'end'][m[10]] });
        if (m[9] === 1) el.setAttribute('class', 'mono');
        else if (m[5] >= 18) el.setAttribute('class', 'kerned');
    } else if (m[0] === CURVE) {
        el = element('g');
        set(el, { stroke: colour(m[3]), fill: 'none', 'stroke-linecap': 'round', 'stroke-linejoin': 'round' });
        for (let i = 4; i < m.length; i += 2) set(element('path', el), { 'stroke-width': m[i], d: 'M' + m[i + 1] });
    } else {
        el = element('path');
        set(el, { stroke: colour(m[7]), fill: 'none', 'stroke-linecap': 'round' });
    }
    shape(el, m);
    return el;
}

// Gives an element the places and sizes of a mark.
function shape(el, m) {
    if (m[2] !== 100) el.setAttribute('opacity', m[2] / 100);
    if (m[0] === LINE) line(el, m);
    else if (m[0] === BOX && isHole(m)) hole(el, m);
    else if (m[0] === BOX) set(el, { x: m[3], y: m[4], width: Math.max(0, m[5]), height: Math.max(0, m[6]), rx: m[7] });
    else if (m[0] === LABEL) label(el, m);
    else if (m[0] === CROSS) set(el, { 'stroke-width': m[6], d: 'M' + [m[3] - m[5], m[4] - m[5], m[3] + m[5], m[4] + m[5]].join(' ') + 'M' + [m[3] - m[5], m[4] + m[5], m[3] + m[5], m[4] - m[5]].join(' ') });
}

function line(el, m) {
    const x = m[5] - m[3], y = m[6] - m[4], length = Math.sqrt(x * x + y * y);
    const ends = length > 0 ? Math.max(0, length - m[8] * 0.8) / length : 0;
    set(el.firstChild, { x1: m[3], y1: m[4], x2: round(m[3] + x * ends), y2: round(m[4] + y * ends), 'stroke-width': m[7] });
    if (m[8] <= 0) return;
    const ux = length > 0 ? x / length : 0, uy = length > 0 ? y / length : 0;
    const bx = m[5] - ux * m[8], by = m[6] - uy * m[8], side = m[8] * 0.36;
    set(el.lastChild, { d: length > 0 ? 'M' + [m[5], m[6], bx - uy * side, by + ux * side, bx + uy * side, by - ux * side].map(round).join(' ') + 'Z' : '' });
}

function hole(el, m) {
    const half = m[8] / 2, l = m[3] - half, t = m[4] - half, r = m[3] + m[5] + half, b = m[4] + m[6] + half;
    const rx = (m[5] - m[8]) / 2, ry = (m[6] - m[8]) / 2, cx = m[3] + m[5] / 2, cy = m[4] + m[6] / 2;
    const arc = 'A' + rx + ' ' + ry + ' 0 1 0 ';
    el.setAttribute('d', 'M' + l + ' ' + t + 'H' + r + 'V' + b + 'H' + l + 'Z' + 'M' + (cx - rx) + ' ' + cy + arc + (cx + rx) + ' ' + cy + arc + (cx - rx) + ' ' + cy + 'Z');
}

function label(el, m) {
    set(el, { x: m[3], y: m[4], 'font-size': m[5] });
    if (m[7] > 0) el.setAttribute('textLength', m[7]);
    if (m[6] !== 0) el.setAttribute('transform', 'rotate(' + m[6] + ' ' + m[3] + ' ' + m[4] + ')');
    if (el.textContent !== m[12]) el.textContent = m[12];
}

// Numbers between two marks. `part`: 0 is the first one; a little below 0 is before it.
function between(a, b, part) {
    const mix = function (from, to) { return round(from + (to - from) * part); };
    const m = a.slice();
    for (let i = MOVING[a[0]][0]; i <= MOVING[a[0]][1]; ++i) m[i] = mix(a[i], b[i]);
    if (a[0] === LABEL && a[12] !== b[12]) m[12] = countedText(a[12], b[12], part);
    return m;
}

const NUMBER = /\d+(?:\.\d+)?/g;

// "t = 0.150 s" between "t = 0.100 s" and "t = 0.200 s".
function countedText(from, to, part) {
    const last = to.match(NUMBER) || [];
    let i = 0;
    return from.replace(NUMBER, function (number) {
        const target = last[i++] || number;
        const decimals = Math.max((number.split('.')[1] || '').length, (target.split('.')[1] || '').length);
        return (+number + (target - number) * part).toFixed(decimals);
    });
}

// Marks with the same key are the same mark at two moments.
function keyOf(m) {
    const counts = m[0] === LABEL && (m[8] === INK_NOW || /^(other-)?timer/.test(lesson.ids[m[1]]));
    const text = m[0] === LABEL ? (counts ? m[12].replace(NUMBER, '#') : m[12]) : '';
    const style = m.slice(MOVING[m[0]][1] + 1, m[0] === LABEL ? 12 : undefined);
    return [m[0], m[1], m[0] === LINE && m[8] > 0 ? 1 : 0].concat(style, text).join('|');
}

// Pictures.

function Picture(spec, prefix) {
    this.spec = spec;
    this.prefix = prefix;
    this.frames = {};
    this.shown = null;  // what the elements are of
    this.svg = element('svg');
    set(this.svg, { viewBox: '0 0 ' + spec.size[0] + ' ' + spec.size[1], role: 'img', preserveAspectRatio: 'xMidYMid meet' });
    set(element('rect', this.svg), { width: spec.size[0], height: spec.size[1], fill: 'var(--i2)' });
    this.still = element('g', this.within(1));  // not at the very edge, where a header would hide it only in part
    this.moving = element('g', this.within(0));
    set(element('rect', this.svg), { x: -1, y: -1, width: spec.size[0] + 2, height: 2, fill: 'var(--i2)' });
}

// What is outside of the picture is not seen.
Picture.prototype.within = function (top) {
    const clip = element('svg', this.svg), width = this.spec.size[0], height = this.spec.size[1] - top;
    set(clip, { y: top, width: width, height: height, viewBox: '0 ' + top + ' ' + width + ' ' + height, overflow: 'hidden' });
    return clip;
};

// Each frame of a language as {scroll, still, moving}.
Picture.prototype.all = function (lang) {
    if (!this.frames[lang]) this.frames[lang] = decoded(this.spec.frames[lang]);
    return this.frames[lang];
};

function decoded(frames) {
    const all = [];
    let now = { scroll: 0, still: [], moving: [] };
    for (const frame of frames) {
        if (frame !== 0) now = { scroll: frame[0], still: changed(now.still, frame[1]), moving: changed(now.moving, frame[2]) };
        all.push(now);
    }
    return all;
}

// A change is keep, leave out, count of new ones, their numbers, keep, ...
function changed(before, change) {
    if (change.length === 0) return before;
    let now = [], at = 0;
    for (let i = 0; i < change.length;) {
        now = now.concat(before.slice(at, at + change[i]));
        at += change[i] + change[i + 1];
        const count = change[i + 2];
        now = now.concat(change.slice(i + 3, i + 3 + count));
        i += 3 + count;
    }
    return now;
}

Picture.prototype.isMoving = function () { return !!this.spec.stops && this.spec.stops.length > 0; };

// So many pictures further is the next step.
Picture.prototype.stride = function () { return this.isMoving() ? this.spec.stops.length + 1 : 1; };

// The picture of a step.
Picture.prototype.show = function (step) {
    const frame = this.all(state.lang)[this.stride() * step];
    if (this.shown === frame) return;
    this.shown = frame;
    this.seen = {};
    this.fill(this.still, frame.still);
    this.fill(this.moving, frame.moving);
    this.scroll(frame.scroll);
};

Picture.prototype.scroll = function (scroll) { this.still.setAttribute('transform', 'translate(0 ' + (-scroll) + ')'); };

// Marks of one thing that follow each other are a group with its id and its name. Returns the elements.
Picture.prototype.fill = function (parent, numbers) {
    const elements = [], names = lesson.names[state.lang];
    const fresh = document.createDocumentFragment();
    let group = null, thing = 0;
    for (const number of numbers) {
        const m = marks[number];
        if (m[1] !== thing || !group) {
            thing = m[1];
            group = element('g', fresh);
            if (thing !== 0) {
                const id = this.prefix + lesson.ids[thing], count = (this.seen[id] || 0) + 1;
                this.seen[id] = count;
                group.setAttribute('id', count > 1 ? id + '.' + count : id);
                if (names[thing]) element('title', group).textContent = names[thing];
            }
        }
        const el = made(m);
        group.appendChild(el);
        elements.push(el);
    }
    parent.textContent = '';
    parent.appendChild(fresh);
    return elements;
};

// The picture between a step and the next one; `part` of the way, above 0 and below 1.
Picture.prototype.showBetween = function (step, part) {
    if (!this.isMoving()) return this.show(step);
    const stops = this.spec.stops;  // where on the way to the next step there are pictures, as parts of it
    let i = 0;
    while (i + 2 < stops.length && part >= stops[i + 1]) ++i;
    const first = this.stride() * step + 1 + i, a = this.all(state.lang)[first], b = this.all(state.lang)[first + 1];
    part = (part - stops[i]) / (stops[i + 1] - stops[i]);
    if (!this.shown || this.shown.a !== a || this.shown.b !== b) this.prepare(a, b);
    for (const pair of this.shown.pairs) shape(pair.el, between(pair.a, pair.b, part));
    this.scroll(round(a.scroll + (b.scroll - a.scroll) * part));
};

Picture.prototype.prepare = function (a, b) {
    const pairs = [];
    this.seen = {};
    for (const layer of ['still', 'moving']) {
        const elements = this.fill(this[layer], a[layer]);
        const stays = new Set(b[layer]), was = new Set(a[layer]), later = {};
        for (const number of b[layer])
            if (!was.has(number)) (later[keyOf(marks[number])] = later[keyOf(marks[number])] || []).push(marks[number]);
        a[layer].forEach(function (number, i) {
            if (stays.has(number)) return;
            const list = later[keyOf(marks[number])];
            if (list && list.length) pairs.push({ el: elements[i], a: marks[number], b: list.shift() });
        });
    }
    this.shown = { a: a, b: b, pairs: pairs };
};

const pictures = { centre: null, small: [], panels: [] };
lesson.pictures.forEach(function (spec) {
    if (spec.kind === 'centre') pictures.centre = new Picture(spec, '');
    else if (spec.kind === 'small') pictures.small.push(new Picture(spec, 'small-'));
    else pictures.panels.push(new Picture(spec, pictures.panels.length === 0 ? 'left-' : 'right-'));
});

const narrow = window.matchMedia('(max-width: 700px), (max-height: 500px) and (orientation: landscape)');
const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

function centre() {
    if (narrow.matches && pictures.small.length && !document.body.classList.contains('bare'))
        return pictures.small[Math.min(state.world, pictures.small.length - 1)];
    return pictures.centre;
}

// The step at which the stage stands or to which it moves, and where it is now.
function place() {
    if (!state.motion) return { step: state.step, part: 0 };
    return { step: state.motion.interval, part: state.motion.part };
}

function drawCentre() {
    const picture = centre(), figure = byId('centre'), at = place();
    if (figure.firstChild !== picture.svg) {
        figure.textContent = '';
        figure.appendChild(picture.svg);
        document.documentElement.style.setProperty('--tall', picture.spec.size[1] / picture.spec.size[0]);
        document.body.classList.toggle('broad', picture.spec.size[0] > 1.45 * picture.spec.size[1]);
    }
    if (at.part <= 0) picture.show(at.step);
    else if (at.part >= 1) picture.show(at.step + 1);
    else picture.showBetween(at.step, at.part);
    pictures.panels.forEach(function (panel) { panel.show(at.part >= 1 ? at.step + 1 : at.step); });
}

// Words.

// [title, text, source, beside, whether it is a note] of each world. `answered`: of a note with an answer.
function captionsOf(step, answered) {
    return lesson.said[state.lang][step].map(function (said) {
        if (typeof said === 'number') return lesson.captions[said];
        return lesson.captions[said[DEPTHS.indexOf(state.depth) + (answered && said.length > 3 ? 3 : 0)]];
    });
}

function hasAnswer(step) {
    return lesson.said[state.lang][step].some(function (said) { return said.length > 3; });
}

function hasDepths(step) {
    return lesson.said[state.lang][step].some(function (said) {
        return said.length && (said[0] !== said[1] || said[2] !== said[1]);
    });
}

function paragraph(parent, text, name, tag) {
    if (!text) return null;
    const made = document.createElement(tag || 'p');
    made.textContent = text;
    if (name) made.className = name;
    parent.appendChild(made);
    return made;
}

function writeCaptions(parent, step, answered) {
    captionsOf(step, answered).forEach(function (said, i) {
        const box = document.createElement('div');
        box.className = 'caption' + (said[4] ? ' noted' : '') + (two && lesson.waiting[step] === i + 1 ? ' waits' : '');
        if (two) paragraph(box, lesson.worlds[i][state.lang], 'world');
        paragraph(box, said[0], '', 'h2');
        paragraph(box, said[1], 'text');
        paragraph(box, said[3], 'beside');
        paragraph(box, said[2], 'rfc');
        parent.appendChild(box);
    });
    if (lesson.console[state.lang].length) paragraph(parent, lesson.console[state.lang][step], 'console', 'pre');
}

function spokenCaption(said) {
    const ends = /[.。?？]$/.test(said[0]);
    if (!said[1]) return said[0];
    return said[0] + (ends ? '' : words().stop.trim()) + (state.lang === 'en' ? ' ' : '') + said[1];
}

function countText(step) {
    if (step < lesson.opening) return filled(words().before, [step, lesson.opening]);
    return filled(words().count, [step - lesson.opening, steps - lesson.opening]);
}

function write() {
    const step = state.step, asks = state.quiz.asked >= 0;
    byId('count').textContent = countText(step) + (lesson.notTcp ? words().sep + words().notTcp : '');
    byId('captions').hidden = asks;
    byId('captions').textContent = '';
    writeCaptions(byId('captions'), step, state.answer);
    byId('answer').hidden = asks || !hasAnswer(step);
    byId('answer').textContent = state.answer ? words().hide : words().answer;
    byId('nextPart').hidden = asks || step < steps || !data.lessons[part + 1];
    writeQuestion();
    const spoken = captionsOf(step, state.answer).map(spokenCaption).join(' ');
    if (!asks && byId('spoken').textContent !== spoken) byId('spoken').textContent = spoken;
    byId('depth').disabled = !hasDepths(step);
    byId('scrubber').value = step;
    byId('scrubber').setAttribute('aria-valuetext', countText(step));
    byId('first').disabled = step === 0 && !asks;
    byId('last').disabled = step === steps && !asks;
    byId('back').disabled = step === 0 && !asks && part === 0;
    byId('next').disabled = step === steps && !asks && !data.lessons[part + 1];
    byId('play').querySelector('path').setAttribute('d', state.playing ? 'M6 4h4v16H6zM14 4h4v16h-4z' : 'M7 4l12 8-12 8z');
    byId('play').setAttribute('aria-label', state.playing ? words().pause : words().play);
    byId('play').title = state.playing ? words().pause : words().play;
}

// What is to be reached, and what may be done for it.
function writeGoal(place) {
    place.textContent = '';
    if (!lesson.goal) return;
    const head = document.createElement('b');
    head.textContent = lesson.goal[0][state.lang];
    place.append(head, lesson.goal[1][state.lang]);
}

// All words that do not depend on the step.
function speak() {
    const w = words();
    document.documentElement.lang = w.lang;
    document.title = data.title ? data.title[state.lang] + w.sep + lesson.title[state.lang] : lesson.title[state.lang];
    byId('title').textContent = lesson.title[state.lang];
    byId('source').textContent = lesson.source[state.lang];
    writeGoal(byId('goal'));
    byId('language').textContent = w.other;
    byId('language').lang = state.lang === 'en' ? 'zh-CN' : 'en';
    byId('predict').textContent = w.predict;
    byId('print').textContent = w.print;
    byId('partWord').textContent = w.part;
    byId('part').title = data.title ? data.title[state.lang] : w.part;
    for (const option of byId('part').options) option.textContent = +option.value + 1 + '. ' + data.lessons[option.value].title[state.lang];
    if (data.lessons[part + 1]) byId('nextPart').textContent = filled(w.nextPart, [data.lessons[part + 1].title[state.lang]]);
    byId('depthWord').textContent = w.depth;
    byId('theme').textContent = '◐';
    for (const name of ['printStep', 'printSteps', 'printWhole']) byId(name).textContent = w[name];
    for (const option of byId('depth').options) option.textContent = w[option.value];
    for (const name of ['first', 'back', 'next', 'last', 'scrubber', 'speed', 'theme']) {
        byId(name).setAttribute('aria-label', w[name]);
        byId(name).title = w[name];
    }
    if (two) byId('world').textContent = filled(w.world, [state.world === 0 ? w.both : lesson.worlds[state.world - 1][state.lang]]);
    [pictures.centre].concat(pictures.small, pictures.panels).forEach(function (picture) {
        picture.shown = null;
        picture.svg.setAttribute('aria-label', w.picture);
    });
}

function keepAddress() {
    const kept = address();
    if (data.lessons.length > 1) kept.set('lesson', lesson.id);
    kept.set('step', state.step);
    if (state.langChosen) kept.set('lang', state.lang);
    if (state.depth !== DEPTHS[data.depth] || kept.has('depth')) kept.set('depth', state.depth);
    try {
        history.replaceState(null, '', '#' + kept.toString());
    } catch (refused) {
        // a page without an address, such as a preview
    }
}

// To another lesson of the page, which begins anew with it. `end`: to its last step.
function goToPart(number, end) {
    const other = data.lessons[number];
    if (!other) return;
    keepAddress();
    const kept = address();
    kept.set('lesson', other.id);
    kept.set('step', end ? other.times.length - 1 : other.first);
    location.hash = '#' + kept.toString();  // the page is loaded again when its address has another lesson
}

function refresh() {
    drawCentre();
    write();
}

// Moving.

function eased(part) { return part * part * (3 - 2 * part); }

let lastFrame = 0, running = false;

function run() {
    if (running) return;
    running = true;
    lastFrame = performance.now();
    requestAnimationFrame(tick);
}

function tick(now) {
    const seconds = Math.min(LONGEST_FRAME, Math.max(0, (now - lastFrame) / 1000));
    lastFrame = now;
    if (state.motion) moveOn(seconds);
    else if (state.playing) waitForReader(seconds);
    running = !!state.motion || state.playing;
    if (running) requestAnimationFrame(tick);
}

function moveOn(seconds) {
    const motion = state.motion;
    motion.elapsed += seconds * motion.speed;
    const way = Math.min(1, motion.elapsed / motion.length);
    const part = motion.even ? way : eased(way);
    motion.part = motion.from + (motion.to - motion.from) * part;
    if (way < 1) return drawCentre();
    const end = motion.ends;
    state.motion = null;
    end();
}

// Moves within the interval after a step. `end` is called when it has arrived.
function move(interval, from, to, seconds, even, end) {
    state.motion = { interval: interval, from: from, to: to, part: from, elapsed: 0, length: seconds, even: even, speed: even ? speed() : 1, ends: end };
    if (calm.matches && !even) {
        state.motion = null;
        return end();
    }
    run();
}

function speed() { return +byId('speed').value; }

function stop() {
    state.motion = null;
    state.playing = false;
    state.reading = 0;
}

// To a step, without a motion.
function stand(step) {
    stop();
    leaveQuestion();
    arrive(Math.max(0, Math.min(steps, step)));
}

function arrive(step) {
    state.step = step;
    state.answer = false;
    keepAddress();
    refresh();
}

function forward() {
    stop();
    const quiz = state.quiz;
    if (quiz.asked >= 0 && quiz.given < 0) return give(-2);
    if (quiz.asked >= 0) {
        const step = quiz.asked;
        leaveQuestion();
        return glide(step);
    }
    if (state.step >= steps) return data.lessons[part + 1] ? goToPart(part + 1, false) : refresh();
    if (asksAt(state.step)) return ask(state.step);
    glide(state.step);
}

// From a step to the next one.
function glide(step) {
    state.step = step + 1;
    state.answer = false;
    keepAddress();
    write();
    move(step, 0, 1, STEP_SECONDS, false, refresh);
}

function backward() {
    const asked = state.quiz.asked >= 0;
    stop();
    leaveQuestion();
    if (!asked && state.step === 0 && part > 0) return goToPart(part - 1, true);
    if (asked || state.step === 0) return refresh();
    state.step -= 1;
    state.answer = false;
    keepAddress();
    write();
    move(state.step, 1, 0, BACK_SECONDS, false, refresh);
}

function togglePlay() {
    if (state.playing) {
        stop();
        return refresh();
    }
    if (state.step >= steps) arrive(lesson.opening);
    stop();
    leaveQuestion();
    state.playing = true;
    playOn();
    write();
}

function playOn() {
    if (!state.playing) return;
    const step = state.step;
    if (step >= steps || asksAt(step)) {
        stop();
        if (step < steps) return ask(step);
        return refresh();
    }
    move(step, 0, 1, Math.max(0.02, (times[step + 1] - times[step]) / TICKS), true, function () {
        arrive(step + 1);
        state.reading = readingSeconds(step + 1);
        if (state.reading <= 0) playOn();
    });
    if (calm.matches) {  // from picture to picture, as long as the motion would take
        const length = state.motion.length;
        state.motion = null;
        state.reading = length;
        state.jumps = true;
        run();
    }
}

function waitForReader(seconds) {
    state.reading -= seconds * Math.max(1, speed());
    if (state.reading > 0) return;
    state.reading = 0;
    if (state.jumps) {
        state.jumps = false;
        arrive(state.step + 1);
        state.reading = readingSeconds(state.step);
        if (state.reading > 0) return;
    }
    playOn();
}

// As long as the notes of a step take to read; 0 where it has none.
function readingSeconds(step) {
    const said = captionsOf(step, false);
    if (!said.some(function (one) { return one[4]; })) return 0;
    const text = said.map(function (one) { return one[0] + ' ' + one[1]; }).join(' ');
    const han = (text.match(/[\u3400-\u9fff]/g) || []).length;
    const latin = (text.replace(/[\u3400-\u9fff]/g, ' ').match(/[^\s\u3000-\u303f\uff00-\uffef]*\w[^\s\u3000-\u303f\uff00-\uffef]*/g) || []).length;
    return Math.min(25, Math.max(2, 1 + han / 5 + latin / 3));
}

// Questions. One is asked before the step that it is about.

function asksAt(step) {
    return state.quiz.on && lesson.questions[step] && !state.quiz.done[step];
}

function ask(step) {
    stop();
    state.quiz.asked = step;
    state.quiz.given = -1;
    const question = lesson.questions[step];
    byId('spoken').textContent = question[0][state.langIndex] + ' ' + question[1][state.langIndex];
    write();
    move(step, 0, 0.9999, STEP_SECONDS, false, function () {
        state.motion = { interval: step, part: 0.9999, elapsed: 0, length: 1, from: 0.9999, to: 0.9999, speed: 0, even: true, ends: refresh };
        drawCentre();
        state.motion = null;
    });
}

function give(choice) {
    const quiz = state.quiz, question = lesson.questions[quiz.asked];
    if (quiz.asked < 0 || quiz.given !== -1 || choice >= question[3].length) return;
    quiz.given = choice;
    quiz.done[quiz.asked] = true;
    quiz.all += 1;
    if (choice === question[2]) quiz.right += 1;
    write();
    byId('spoken').textContent = byId('question').querySelector('.verdict').textContent;
}

function leaveQuestion() {
    state.quiz.asked = -1;
    state.quiz.given = -1;
}

function writeQuestion() {
    const box = byId('question'), quiz = state.quiz, w = words(), i = state.lang === 'en' ? 0 : 1;
    state.langIndex = i;
    box.textContent = '';
    box.hidden = !quiz.on;
    if (!quiz.on) return;
    if (quiz.asked >= 0) {
        const question = lesson.questions[quiz.asked], done = quiz.given !== -1;
        paragraph(box, question[0][i]);
        paragraph(box, question[1][i], 'asked');
        const list = document.createElement('ol');
        question[3].forEach(function (choice, n) {
            const isRight = done && n === question[2], isWrong = done && n === quiz.given && !isRight;
            const item = document.createElement('li'), sign = isRight ? '  ✓' : isWrong ? '  ✗' : '';
            const button = paragraph(item, 'ABCD'[n] + '  ' + choice[0][i] + sign, isRight ? 'right' : isWrong ? 'wrong' : '', 'button');
            button.type = 'button';
            button.disabled = done;
            button.addEventListener('click', function () { give(n); });
            list.appendChild(item);
        });
        box.appendChild(list);
        if (done) {
            const right = quiz.given === question[2], said = question[3][quiz.given >= 0 ? quiz.given : question[2]];
            const verdict = quiz.given < 0 ? w.unanswered : right ? w.right : w.wrong;
            paragraph(box, verdict + ' ' + said[1][i], 'verdict');
            paragraph(box, said[2][i], 'rfc');
        }
        const on = paragraph(box, done ? w.go : w.show, 'on', 'button');
        on.type = 'button';
        on.addEventListener('click', forward);
    } else if (state.step >= steps) {
        paragraph(box, w.over);
    }
    if (quiz.all > 0) paragraph(box, filled(w.score, [quiz.right, quiz.all]), 'score');
}

function togglePredict() {
    const quiz = state.quiz;
    stop();
    leaveQuestion();
    quiz.on = !quiz.on;
    quiz.done = {};
    quiz.right = quiz.all = 0;
    byId('predict').setAttribute('aria-pressed', quiz.on);
    refresh();
}

// Choices.

function chooseLanguage(lang) {
    state.lang = lang;
    state.langChosen = true;
    speak();
    keepAddress();
    refresh();
}

function isDark() {
    const theme = document.documentElement.getAttribute('data-theme');
    return theme ? theme !== 'light' : window.matchMedia('(prefers-color-scheme: dark)').matches;
}

function chooseTheme(theme) {
    if (['light', 'dark', 'contrast'].indexOf(theme) >= 0) document.documentElement.setAttribute('data-theme', theme);
}

// Printing.

function sheet(paper, name) {
    const made = document.createElement('section');
    made.className = 'sheet ' + name;
    paper.appendChild(made);
    return made;
}

function printedPicture(parent, spec, frame, size) {
    const picture = new Picture({ kind: 'panel', size: size, frames: {} }, 'print' + parent.parentNode.children.length + '-');
    picture.frames[state.lang] = [frame];
    picture.show(0);
    parent.appendChild(picture.svg);
}

function printedGoal(made) {
    if (!lesson.goal) return;
    const goal = document.createElement('p');
    goal.className = 'goal';
    writeGoal(goal);
    made.appendChild(goal);
}

function printedStep(paper, step) {
    const made = sheet(paper, 'step');
    paragraph(made, lesson.title[state.lang], '', 'h2');
    printedGoal(made);
    printedPicture(made, pictures.centre.spec, pictures.centre.all(state.lang)[pictures.centre.stride() * step], pictures.centre.spec.size);
    writeCaptions(made, step, false);
    paragraph(made, 'TCP Stage' + words().sep + countText(step), 'foot');
}

function printedWhole(paper) {
    const spec = pictures.centre.spec;
    if (!spec.sheets) return printedStep(paper, steps);
    decoded(spec.sheets[state.lang]).forEach(function (frame, i, all) {
        const made = sheet(paper, 'tall');
        paragraph(made, lesson.title[state.lang] + (all.length > 1 ? ' (' + (i + 1) + '/' + all.length + ')' : ''), '', 'h2');
        if (i === 0) printedGoal(made);
        printedPicture(made, spec, frame, spec.sheet);
        paragraph(made, [lesson.source[state.lang], 'TCP Stage'].filter(Boolean).join(words().sep), 'foot');
    });
}

function preparePaper() {
    const paper = byId('paper');
    paper.textContent = '';
    if (state.printed === 'step') printedStep(paper, state.step);
    else if (state.printed === 'steps') for (let step = Math.min(1, steps); step <= steps; ++step) printedStep(paper, step);
    else printedWhole(paper);
}

function print(what) {
    byId('printing').open = false;
    state.printed = what;
    window.print();
}

// What the reader does.

function toggleAnswer() {
    if (!hasAnswer(state.step)) return;
    state.answer = !state.answer;
    write();
}

const KEYS = {
    ArrowRight: forward, PageDown: forward, ' ': forward, Enter: forward, ArrowLeft: backward, PageUp: backward, Backspace: backward,
    Home: function () { stand(0); }, End: function () { stand(steps); }, p: togglePlay, k: togglePlay, b: toggleBlack, '.': toggleBlack,
    l: function () { chooseLanguage(state.lang === 'en' ? 'zh' : 'en'); }, t: switchTheme, s: toggleAnswer, Escape: escape
};

function escape() {
    if (!byId('black').hidden) return toggleBlack();
    if (byId('printing').open) byId('printing').open = false;
    else if (state.quiz.on) togglePredict();
    else if (state.playing) togglePlay();
}

function toggleBlack() { byId('black').hidden = !byId('black').hidden; }

function switchTheme() { chooseTheme(isDark() ? 'light' : 'dark'); }

function onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const target = event.target;
    const pressed = /^(BUTTON|SUMMARY)$/.test(target.tagName) && (key === ' ' || key === 'Enter');
    if (pressed || target.tagName === 'SELECT') return;
    if (state.quiz.asked >= 0 && state.quiz.given === -1 && /^[a-d1-4]$/.test(key)) {
        give(key >= 'a' ? key.charCodeAt(0) - 97 : key - 1);
        return event.preventDefault();
    }
    const act = key === ' ' && event.shiftKey ? backward : Object.prototype.hasOwnProperty.call(KEYS, key) ? KEYS[key] : null;
    if (!act) return;
    event.preventDefault();
    if (!byId('black').hidden && act !== toggleBlack) toggleBlack();
    else act();
}

let touched = null;

function onTouchStart(event) {
    const first = event.changedTouches[0];
    // What is under the finger may be drawn anew meanwhile: then its touch ends outside of the page's elements.
    event.target.addEventListener('touchend', onTouchEnd, { once: true });
    touched = event.touches.length === 1 ? { x: first.clientX, y: first.clientY, at: event.timeStamp } : null;
}

function onTouchEnd(event) {
    if (!touched) return;
    const last = event.changedTouches[0], x = last.clientX - touched.x, y = last.clientY - touched.y;
    const taps = Math.abs(x) < 12 && Math.abs(y) < 12 && event.timeStamp - touched.at < LONGEST_TAP;
    const swipes = Math.abs(x) >= 40 && Math.abs(x) >= 1.5 * Math.abs(y);
    touched = null;
    if (!taps && !swipes) return;
    event.preventDefault();  // no click follows
    if (swipes) (x < 0 ? forward : backward)();
    else stepTowards(last.clientX);
}

// The left half of the picture goes back, the right half goes on.
function stepTowards(x) {
    const box = byId('centre').getBoundingClientRect();
    if (x < box.left + box.width / 2) backward();
    else forward();
}

function onPictureClick(event) {
    if (!String(window.getSelection())) stepTowards(event.clientX);
}

function openAddress() {
    const step = parseInt(address().get('step') || query.get('step'), 10);
    return isNaN(step) ? lesson.first : Math.max(0, Math.min(steps, step));
}

function listen() {
    const clicks = {
        first: function () { stand(0); }, back: backward, play: togglePlay, next: forward, last: function () { stand(steps); }, predict: togglePredict,
        theme: switchTheme, answer: toggleAnswer, nextPart: function () { goToPart(part + 1, false); }, printStep: function () { print('step'); }, printSteps: function () { print('steps'); },
        printWhole: function () { print('whole'); }, language: function () { chooseLanguage(state.lang === 'en' ? 'zh' : 'en'); }, black: toggleBlack,
        world: function () {
            state.world = (state.world + 1) % pictures.small.length;
            speak();
            refresh();
        }
    };
    for (const name in clicks) byId(name).addEventListener('click', clicks[name]);
    // A click leaves the keys to the stage.
    document.addEventListener('click', function (event) {
        if (event.detail > 0 && event.target.closest && event.target.closest('button, summary')) document.activeElement.blur();
        if (!byId('printing').contains(event.target)) byId('printing').open = false;
    });
    byId('scrubber').addEventListener('input', function () { stand(+byId('scrubber').value); });
    byId('scrubber').addEventListener('change', function () { byId('scrubber').blur(); });
    byId('speed').addEventListener('change', function () {
        if (state.motion && state.motion.even) state.motion.speed = speed();
        byId('speed').blur();
    });
    byId('depth').addEventListener('change', function () {
        state.depth = byId('depth').value;
        keepAddress();
        write();
        byId('depth').blur();
    });
    byId('part').addEventListener('change', function () { goToPart(+byId('part').value, false); });
    document.addEventListener('keydown', onKey);
    byId('centre').addEventListener('touchstart', onTouchStart, { passive: true });
    byId('centre').addEventListener('touchend', onTouchEnd);
    byId('centre').addEventListener('click', onPictureClick);
    window.addEventListener('hashchange', function () {
        const other = data.lessons.findIndex(function (one) { return one.id === chosen('lesson'); });
        if (other >= 0 && other !== part) return location.reload();
        if (openAddress() !== state.step) stand(openAddress());
    });
    window.addEventListener('resize', drawCentre);
    window.addEventListener('beforeprint', preparePaper);
    window.addEventListener('afterprint', function () { state.printed = query.get('print') || 'whole'; });
}

function begin() {
    chooseTheme(chosen('theme') || data.theme);
    document.body.classList.toggle('bare', query.has('bare'));
    document.body.classList.toggle('two', two);
    byId('tools').hidden = byId('transport').hidden = false;
    byId('depth').value = state.depth;
    byId('depthLabel').hidden = !lesson.said.en.some(function (said, step) { return hasDepths(step); });
    byId('predict').hidden = Object.keys(lesson.questions).length === 0;
    byId('world').hidden = pictures.small.length < 2;
    byId('scrubber').max = steps;
    byId('partLabel').hidden = data.lessons.length < 2;
    data.lessons.forEach(function (one, i) { byId('part').add(new Option('', i, false, i === part)); });
    byId('part').value = part;
    byId('panels').hidden = pictures.panels.length === 0;
    pictures.panels.forEach(function (panel, i) { byId('panels').children[i].appendChild(panel.svg); });
    state.step = openAddress();
    if (address().has('step')) keepAddress();
    listen();
    speak();
    refresh();
}

begin();
}());
