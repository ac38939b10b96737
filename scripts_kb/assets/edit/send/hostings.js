/**
 * The doors of the hostings: a branch, a file of it, a commit with files, a request with its link. Each as the
 * hosting's own documentation has it: GitHub REST (git database, pulls), GitLab REST v4 (commits, merge
 * requests), Gitea v1.20 and Forgejo (contents, pulls).
 */

import { RefusedError, Wire } from "./wire.js";

/** @import { FileChange } from "./planning.js" */
/** @import { Sending } from "../types.d.ts" */

/**
 * @typedef {object} Commit
 * @property {string} branch
 * @property {string} from the branch that it begins from, where it is new; else itself
 * @property {string} tip the commit that it follows
 * @property {boolean} isNew
 * @property {string} message
 * @property {FileChange[]} files their paths from the root of the repository
 */

/**
 * @typedef {object} Hosting
 * @property {(branch: string) => Promise<string | null>} tip the last commit of a branch, null where there is none
 * @property {(path: string, tip: string) => Promise<Uint8Array | null>} read a file of a commit
 * @property {(commit: Commit) => Promise<void>} commit
 * @property {(branch: string, to: string) => Promise<string>} request the link of what is open for a branch, "" for none
 * @property {(branch: string, to: string, title: string, body: string) => Promise<string>} open gives the link
 */

/** @param {Sending} to @param {string} token @returns {Hosting} */
export function hosting(to, token) {
  const made = { github, gitlab, gitea }[to.hosting];
  return made(to.api.replace(/\/+$/, ""), to.repo, token);
}

/** @param {string} api @param {string} repo @param {string} token @returns {Hosting} */
function github(api, repo, token) {
  const wire = new Wire(`${api}/repos/${repo}`, { Authorization: `Bearer ${token}`, Accept: "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28" });
  return {
    tip: async (branch) => (await wire.found(`/git/ref/heads/${way(branch)}`))?.object.sha ?? null,
    read: async (path, tip) => {
      const listed = await wire.found(`/contents/${way(path)}?ref=${tip}`);
      if (!listed) return null;
      // What is larger than a megabyte comes without its content.
      return bytes(listed.content || (await wire.get(`/git/blobs/${listed.sha}`)).content);
    },
    commit: async ({ branch, tip, isNew, message, files }) => {
      const tree = [];
      for (const { path, content } of files) {
        const { sha } = await wire.post("/git/blobs", { content: base64(content), encoding: "base64" });
        tree.push({ path, mode: "100644", type: "blob", sha });
      }
      const { tree: base } = await wire.get(`/git/commits/${tip}`);
      const made = await wire.post("/git/trees", { base_tree: base.sha, tree });
      const { sha } = await wire.post("/git/commits", { message, tree: made.sha, parents: [tip] });
      if (isNew) await wire.post("/git/refs", { ref: `refs/heads/${branch}`, sha });
      else await wire.send("PATCH", `/git/refs/heads/${way(branch)}`, { sha, force: false });
    },
    request: async (branch, to) => {
      const owner = repo.slice(0, repo.indexOf("/"));
      const open = await wire.get(`/pulls?state=open&head=${encodeURIComponent(`${owner}:${branch}`)}&base=${encodeURIComponent(to)}`);
      return open[0]?.html_url ?? "";
    },
    open: async (branch, to, title, body) => (await wire.post("/pulls", { title, body, head: branch, base: to })).html_url,
  };
}

/** @param {string} api @param {string} repo @param {string} token @returns {Hosting} */
function gitlab(api, repo, token) {
  const wire = new Wire(`${api}/projects/${encodeURIComponent(repo)}`, { "PRIVATE-TOKEN": token });
  return {
    tip: async (branch) => (await wire.found(`/repository/branches/${encodeURIComponent(branch)}`))?.commit.id ?? null,
    read: async (path, tip) => {
      const found = await wire.found(`/repository/files/${encodeURIComponent(path)}?ref=${tip}`);
      return found && bytes(found.content);
    },
    commit: async ({ branch, tip, isNew, message, files }) => {
      const actions = [];
      for (const { path, content, isNew: fresh } of files) {
        const action = { action: fresh ? "create" : "update", file_path: path, content: base64(content), encoding: "base64" };
        // Whoever changed the file after this commit is not written over.
        actions.push(fresh ? action : { ...action, last_commit_id: (await wire.get(`/repository/files/${encodeURIComponent(path)}?ref=${tip}`)).last_commit_id });
      }
      const begin = isNew ? { start_sha: tip } : {};
      await wire.post("/repository/commits", { branch, ...begin, commit_message: message, actions });
    },
    request: async (branch, to) => {
      const open = await wire.get(`/merge_requests?state=opened&source_branch=${encodeURIComponent(branch)}&target_branch=${encodeURIComponent(to)}`);
      return open[0]?.web_url ?? "";
    },
    open: async (branch, to, title, body) =>
      (await wire.post("/merge_requests", { source_branch: branch, target_branch: to, title, description: body, remove_source_branch: true })).web_url,
  };
}

/** @param {string} api @param {string} repo @param {string} token @returns {Hosting} */
function gitea(api, repo, token) {
  const wire = new Wire(`${api}/repos/${repo}`, { Authorization: `token ${token}` });
  const listed = (/** @type {string} */ path, /** @type {string} */ tip) => wire.found(`/contents/${way(path)}?ref=${tip}`);
  return {
    tip: async (branch) => (await wire.found(`/branches/${way(branch)}`))?.commit.id ?? null,
    read: async (path, tip) => {
      const found = await listed(path, tip);
      return found && bytes(found.content);
    },
    commit: async ({ branch, from, tip, isNew, message, files }) => {
      const changes = [];
      for (const { path, content, isNew: fresh } of files) {
        const change = { operation: fresh ? "create" : "update", path, content: base64(content) };
        changes.push(fresh ? change : { ...change, sha: (await listed(path, tip))?.sha });
      }
      await wire.post("/contents", { ...(isNew ? { branch: from, new_branch: branch } : { branch }), message, files: changes });
    },
    request: async (branch, to) => {
      const open = await wire.get("/pulls?state=open&sort=recentupdate&limit=50");
      return open.find((/** @type {any} */ each) => each.head?.ref === branch && each.base?.ref === to)?.html_url ?? "";
    },
    open: async (branch, to, title, body) => (await wire.post("/pulls", { title, body, head: branch, base: to })).html_url,
  };
}

/** A path or a branch as a part of an address. @param {string} path */
const way = (path) => path.split("/").map(encodeURIComponent).join("/");

/** @param {string} text @returns {Uint8Array} */
function bytes(text) {
  try {
    return Uint8Array.from(atob(text.replace(/\s/g, "")), (sign) => sign.charCodeAt(0));
  } catch {
    throw new RefusedError("other", 0);
  }
}

/** @param {Uint8Array} content */
function base64(content) {
  let text = "";
  for (let at = 0; at < content.length; at += 0x8000) text += String.fromCharCode(...content.subarray(at, at + 0x8000));
  return btoa(text);
}
