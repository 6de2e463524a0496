// The chart of an asset: candles, volume, and what is missing or doubted, marked on the time axis.
"use strict";
(() => {
  const place = document.getElementById("chart");
  const note = document.getElementById("chart-note");
  if (place === null || note === null || !window.LightweightCharts) { return; }
  const legend = document.getElementById("chart-legend");
  const step = Number(place.dataset.seconds);
  const mostSlots = 4000;

  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const faded = (hex, share) => `${hex}${Math.round(share * 255).toString(16).padStart(2, "0")}`;
  // What is missing, from the table of the page.
  const marks = [...document.querySelectorAll("#gaps tbody tr[data-from]")].map((row) => ({
    from: Number(row.dataset.from), to: Number(row.dataset.to), mark: row.dataset.mark,
    name: row.querySelector("th").textContent.trim(),
  }));
  const markAt = (time) => marks.find((mark) => mark.from < time + step && time < mark.to);
  const digits = (value) => Math.min(10, Math.max(2, 4 - Math.floor(Math.log10(Math.max(value, 1e-9)))));

  const draw = (candles) => {
    const rows = candles.map((candle) => ({ ...candle, time: Date.parse(candle.time) / 1000 }));
    // Slots without a candle stand in the axis, too, as many as there is room for.
    const slots = [];
    let room = mostSlots - rows.length;
    rows.forEach((row, index) => {
      const before = rows[index - 1];
      for (let time = before ? before.time + step : row.time; time < row.time && room > 0; time += step, room -= 1) {
        slots.push({ time });
      }
      slots.push(row);
    });
    const last = rows[rows.length - 1].close;
    const chart = LightweightCharts.createChart(place, {
      autoSize: true,
      layout: { background: { color: "transparent" }, textColor: colour("quiet"), fontFamily: getComputedStyle(document.body).fontFamily, fontSize: 11 },
      grid: { vertLines: { color: faded(colour("rule"), .6) }, horzLines: { color: faded(colour("rule"), .6) } },
      rightPriceScale: { borderColor: colour("rule"), scaleMargins: { top: .06, bottom: .28 } },
      timeScale: { borderColor: colour("rule"), timeVisible: step < 86400, secondsVisible: step < 60 },
      crosshair: { mode: 0 },
      kineticScroll: { mouse: false, touch: !matchMedia("(prefers-reduced-motion: reduce)").matches },
    });
    const [up, down] = [colour("h-f"), colour("h-x")];
    const series = chart.addCandlestickSeries({
      // A candle that rose is hollow: told without its colour.
      upColor: colour("paper"), downColor: down, borderUpColor: up, borderDownColor: down, wickUpColor: up, wickDownColor: down,
      priceFormat: { type: "price", precision: digits(last), minMove: 10 ** -digits(last) },
    });
    series.setData(slots.map((slot) => slot.open === undefined ? { time: slot.time }
      : { time: slot.time, open: slot.open, high: slot.high, low: slot.low, close: slot.close }));
    const volume = chart.addHistogramSeries({ priceScaleId: "volume", priceFormat: { type: "volume" }, lastValueVisible: false, priceLineVisible: false });
    volume.priceScale().applyOptions({ scaleMargins: { top: .78, bottom: .05 } });
    volume.setData(rows.filter((row) => row.volume !== null)
      .map((row) => ({ time: row.time, value: row.volume, color: faded(row.close >= row.open ? up : down, .45) })));
    const missing = slots.filter((slot) => markAt(slot.time) !== undefined);
    const bands = chart.addHistogramSeries({ priceScaleId: "marks", lastValueVisible: false, priceLineVisible: false, base: 0 });
    bands.priceScale().applyOptions({ scaleMargins: { top: .965, bottom: 0 }, visible: false });
    bands.setData(missing.map((slot) => ({ time: slot.time, value: 1, color: colour(`h-${markAt(slot.time).mark}`) })));

    const text = (value) => value === null || value === undefined ? "–" : String(value);
    const tell = (time) => {
      const row = rows.find((one) => one.time === time) ?? (time === undefined ? rows[rows.length - 1] : undefined);
      const mark = time === undefined ? undefined : markAt(time);
      const moment = new Date((row?.time ?? time) * 1000).toISOString().replace("T", " ").slice(0, 16);
      legend.textContent = row
        ? `${moment} UTC   open ${text(row.open)}   high ${text(row.high)}   low ${text(row.low)}   close ${text(row.close)}   volume ${text(row.volume)}`
        : `${moment} UTC   no candle`;
      if (mark !== undefined) { legend.textContent += `   ${mark.name}`; }
    };
    chart.subscribeCrosshairMove((event) => tell(event.time));
    legend.hidden = false;
    tell(undefined);
    chart.timeScale().setVisibleLogicalRange({ from: Math.max(-1, slots.length - 240), to: slots.length + 2 });
    note.textContent = missing.length > 0
      ? `At the foot of the chart ${missing.length === 1 ? "1 slot is" : `${missing.length} slots are`} marked as missing or doubted; the table of gaps says why. Hollow candles rose, filled ones fell.`
      : "Hollow candles rose, filled ones fell. Nothing in this stretch is missing or doubted.";
    place.dataset.drawn = String(rows.length);
  };
  const load = async () => {
    place.hidden = false;
    try {
      const answer = await fetch(place.dataset.url);
      if (!answer.ok) { throw new Error(`the hub answers ${answer.status}`); }
      const { candles } = await answer.json();
      if (candles.length === 0) { throw new Error("there are no candles"); }
      draw(candles);
    } catch (error) {
      place.hidden = true;
      note.textContent = `No chart: ${error.message}. The table below has the newest candles.`;
    }
  };
  load();
  // The colours of a chart are drawn, not styled.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { place.replaceChildren(); load(); });
})();
