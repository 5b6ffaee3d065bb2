/**
 * What the pages say of bentos.
 */

/** {@code name:version}; the bento's own name is that of its repository. */
export const tag = (bento) => `${bento.repository?.name ?? ""}:${bento.version}`;

/** The bento of the main version of a deployment. */
export function bentoOf(deployment) {
  const bento = deployment.latest_revision?.targets[0]?.bento;
  return bento ? tag(bento) : "";
}
