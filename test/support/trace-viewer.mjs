// Runs in a browser, in a page that has Catapult's trace viewer: what chrome://tracing is made of.

globalThis.openTrace = async (text) => {
  const container = document.createElement('track-view-container');
  container.id = 'track_view_container';
  const viewer = document.createElement('tr-ui-timeline-view');
  viewer.track_view_container = container;
  Polymer.dom(viewer).appendChild(container);
  viewer.globalMode = true;
  Polymer.dom(document.body).appendChild(viewer);
  const model = new tr.Model();
  await new tr.importer.Import(model, new tr.importer.ImportOptions()).importTraces([text]);
  viewer.model = model;
  const threads = [...model.getAllThreads()].sort((a, b) => a.sortIndex - b.sortIndex);
  return {
    processes: model.getAllProcesses().map(({ name }) => name),
    rows: threads.map(({ name }) => name),
    slices: threads.flatMap(({ name, sliceGroup }) =>
      sliceGroup.slices.map(({ title, duration }) => ({ row: name, title, ms: duration })),
    ),
    complaints: model.importWarnings.map(({ message }) => message),
  };
};
