/** Oneself: password, second factor, passkeys, and where one is signed in. */

import { PageFrame, Part } from "../../parts/page.tsx";
import { Fact, Facts } from "../../parts/words.tsx";
import { useSession } from "../../session.ts";
import { roleName } from "../staff/roles.ts";
import { Passkeys } from "./passkeys.tsx";
import { Password } from "./password.tsx";
import { SessionList } from "./session-list.tsx";
import { SecondFactor } from "./second-factor.tsx";

export function Account() {
  const { me } = useSession();
  return (
    <PageFrame title="My account" narrow>
      <div className="panel">
        <Facts>
          <Fact name="Name">{me.staff.name || "Not given"}</Fact>
          <Fact name="E-mail">{me.staff.email}</Fact>
          <Fact name="Workspace">{me.workspace.name}</Fact>
          <Fact name="Role">{roleName(me.staff.role)}</Fact>
        </Facts>
      </div>
      <Part title="Passkeys" about="Sign in with your fingerprint, face or a security key. Nothing to type, nothing to steal."><Passkeys /></Part>
      <Part title="Authenticator app" about="A code from your phone, asked for after the password."><SecondFactor /></Part>
      <Part title="Password"><Password /></Part>
      <Part title="Where you are signed in"><SessionList /></Part>
    </PageFrame>
  );
}
