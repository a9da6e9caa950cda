/** What others may rely on: the two elements, without what is private to them. Written by `npm run elements`. */
const publicOnly = {
  name: 'public-only',
  packageLinkPhase({ customElementsManifest }) {
    for (const module of customElementsManifest.modules) {
      module.path = '/embed/v1.js';
      module.exports = [];
      module.declarations = module.declarations.filter(({ customElement }) => customElement);
      for (const declaration of module.declarations) {
        declaration.members = declaration.members.filter(
          ({ name, privacy, static: isStatic }) =>
            privacy !== 'private' &&
            privacy !== 'protected' &&
            !isStatic &&
            !/^(?:render|updated|connectedCallback|disconnectedCallback)$/.test(name),
        );
        for (const member of declaration.members) delete member.attribute;
        // What is state inside has no words for others.
        declaration.attributes = declaration.attributes.filter(({ description }) => description);
      }
    }
  },
};

export default {
  globs: ['embed-widget/player/linked-footage.ts', 'embed-widget/player/footage-badge.ts'],
  outdir: 'embed-widget/public/embed',
  litelement: true,
  packagejson: false,
  plugins: [publicOnly],
};
