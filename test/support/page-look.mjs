// Runs in a browser, in the page that is looked at.

function isSeen(element) {
  return element.getBoundingClientRect().width > 0;
}

globalThis.pageLook = {
  /** By how many pixels the page is wider than the screen. */
  excessWidth() {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  },

  /** Texts of drawings that are too small, outside their drawing, or over one another. */
  badTexts(heightMin) {
    return [...document.querySelectorAll('figure svg')].filter(isSeen).flatMap((svg) => {
      const frame = svg.getBoundingClientRect();
      const texts = [...svg.querySelectorAll('text')].filter(isSeen);
      const boxes = texts.map((text) => text.getBoundingClientRect());
      return texts.flatMap((text, index) => {
        const box = boxes[index];
        const said = text.textContent;
        const isOver = boxes.some((other, at) => at < index && overlap(box, other));
        return [
          ...(box.height < heightMin ? [`${said}: ${box.height} px high`] : []),
          ...(box.left < frame.left - 1 || box.right > frame.right + 1 ? [`${said}: cut`] : []),
          ...(isOver ? [`${said}: over another`] : []),
        ];
      });
    });
  },

  inkAndPaper() {
    const { color, backgroundColor } = getComputedStyle(document.body);
    return { ink: color, paper: backgroundColor };
  },

  async axeComplaints() {
    const { violations } = await globalThis.axe.run();
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  },
};

function overlap(a, b) {
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 1 && high > 4;
}
