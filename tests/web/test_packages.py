"""The npm packages as they are packed: what they hold, their types, React on a server, React in strict mode."""

import json
import os
import subprocess
import tarfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.web.scripts import WEB, packing
from tests.web.sdk_product import Product

TOOLS = WEB / "node_modules" / ".bin"

TYPED = """
import { bothways, BothwaysError, type ConnectionNews } from "@bothways/sdk";
import "@bothways/sdk/element";
import { BothwaysProvider, ConnectButton, Marketplace, useBothwaysEvent, useIntegrations } from "@bothways/react";

export async function story(token: string): Promise<string> {
  const { customer } = await bothways.authenticate(token, { baseUrl: "https://a.example", renew: () => token });
  const off = bothways.on("connection.created", (news: ConnectionNews) => news.integration satisfies string);
  // @ts-expect-error There is no such event.
  bothways.on("connection.lost", () => {});
  // @ts-expect-error A radius is a number.
  await bothways.openMarketplace({ radius: "8" });
  const [first] = await bothways.getIntegrations();
  await bothways.connect(first!.slug, { values: { shop: "example" } }).catch((error: unknown) => {
    if (error instanceof BothwaysError) return error.next_step satisfies string;
    throw error;
  });
  off();
  return customer.id;
}

export function Page() {
  const { integrations } = useIntegrations();
  useBothwaysEvent("marketplace.closed", ({ mode }) => mode satisfies string);
  return (
    <BothwaysProvider baseUrl="https://connect.example.com" getToken={() => "token"}>
      {integrations?.length}
      <ConnectButton integration="contacts" className="big" onConnected={(news) => news.state satisfies string} />
      <Marketplace theme="dark" locale="de" />
    </BothwaysProvider>
  );
}
"""

SERVED = """
import { createElement } from "react";
import { renderToString } from "react-dom/server";
import "@bothways/sdk/element";
import { BothwaysProvider, ConnectButton, Marketplace } from "@bothways/react";

const getToken = () => { throw new Error("a server has no customer in front of it"); };
const page = createElement(BothwaysProvider, { baseUrl: "https://connect.example.com", getToken },
  createElement(ConnectButton, { integration: "contacts" }), createElement(Marketplace, { className: "apps" }));
process.stdout.write(renderToString(page));
"""

STRICT = """
import { createElement, StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { BothwaysProvider, ConnectButton, Marketplace, useCustomer } from "@bothways/react";

function Page() {
  const customer = useCustomer();
  return createElement("main", {}, createElement("h1", {}, customer ? "Here is " + customer.id : "Nobody yet"),
    createElement(ConnectButton, { integration: "contacts" }), customer && createElement(Marketplace));
}

window.show = (baseUrl) => {
  const root = createRoot(document.getElementById("here"));
  const getToken = async () => "first";
  const provider = createElement(BothwaysProvider, { baseUrl, getToken }, createElement(Page));
  root.render(createElement(StrictMode, {}, provider));
  return root;
};
"""

COMPILER = {"strict": True, "noEmit": True, "jsx": "react-jsx", "target": "es2022", "lib": ["es2022", "dom"]}


def run(*command: str | Path, cwd: Path) -> str:
    """What a tool prints; what it complains about is the test's failure."""
    environment = {**os.environ, "PATH": f"{TOOLS}:{os.environ['PATH']}"}
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which somebody installed both packages, React and its types."""
    folder = tmp_path_factory.mktemp("project")
    ours = folder / "node_modules" / "@bothways"
    ours.mkdir(parents=True)
    for name in ("sdk", "react"):
        with packing():
            run("npm", "pack", "--silent", "--pack-destination", folder, cwd=WEB / name)
        with tarfile.open(next(folder.glob(f"bothways-{name}-*.tgz"))) as archive:
            archive.extractall(folder, filter="data")
        (folder / "package").rename(ours / name)
    for name in ("react", "react-dom", "scheduler", "csstype", "@types"):
        (folder / "node_modules" / name).symlink_to(WEB / "node_modules" / name)
    (folder / "package.json").write_text('{"type": "module"}')
    return folder


@pytest.mark.parametrize("name", ["sdk", "react"])
def test_a_package_holds_what_it_promises_and_no_more(project: Path, name: str) -> None:
    package = project / "node_modules" / "@bothways" / name
    held = {path.relative_to(package) for path in package.rglob("*") if path.is_file()}
    assert {Path("README.md"), Path("LICENSE"), Path("package.json")} < held
    assert {path.parts[0] for path in held} == {"README.md", "LICENSE", "package.json", "dist"}
    assert {path.suffix for path in held if path.parts[0] == "dist"} == {".js", ".ts"}
    assert not [path for path in held if path.suffix == ".ts" and not path.name.endswith(".d.ts")]
    promised = json.loads((package / "package.json").read_text())["exports"]
    assert {Path(path) for entry in promised.values() for path in entry.values()} <= held


@pytest.mark.parametrize("resolution", [("esnext", "bundler"), ("nodenext", "nodenext")])
def test_the_types_are_whole_for_strict_projects(project: Path, resolution: Sequence[str]) -> None:
    (project / "typed.tsx").write_text(TYPED)
    module, way = resolution
    options = {**COMPILER, "module": module, "moduleResolution": way}
    (project / "tsconfig.json").write_text(json.dumps({"compilerOptions": options, "files": ["typed.tsx"]}))
    run("tsc", "--project", ".", cwd=project)


def test_a_server_renders_what_begins_in_the_browser(project: Path) -> None:
    (project / "served.mjs").write_text(SERVED)
    html = run("node", "served.mjs", cwd=project)
    assert html == '<button type="button" disabled="" aria-busy="false">Connect</button><div class="apps"></div>'


@pytest.mark.browser
async def test_in_strict_mode_one_marketplace_stands_and_goes_with_its_page(project: Path, product: Product) -> None:
    (project / "strict.js").write_text(STRICT)
    run("rolldown", "strict.js", "--format", "iife", "--platform", "browser", "--file", "out.js", cwd=project)
    # Evaluated by the debugger: the page's policy would rightly refuse it.
    await product.page.evaluate(f"globalThis.process = {{env: {{}}}}; {(project / 'out.js').read_text()}; 0")
    root = await product.page.evaluate_handle("(hub) => show(hub)", product.hub_url)
    await expect(product.page.get_by_role("heading", name="Here is cust_1")).to_be_visible()
    await expect(product.page.frame_locator("#here iframe").get_by_role("button", name="First")).to_be_visible()
    await expect(product.page.locator("iframe")).to_have_count(1)
    await expect(product.page.get_by_role("button", name="Connect")).to_be_enabled()
    await root.evaluate("(root) => root.unmount()")
    await expect(product.page.locator("iframe")).to_have_count(0)
    assert product.complaints == []
