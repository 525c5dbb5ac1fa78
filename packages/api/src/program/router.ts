import {
  removeProgramLogoInput,
  setProgramLogoInput,
  updateProgramSettingsInput,
} from "@sundial/validators";
import { permitted, publicProcedure, router } from "../trpc.ts";
import { removeProgramLogo, setProgramLogo } from "./logo.ts";
import { getProgram, getProgramSettings, updateProgramSettings } from "./service.ts";

export const programRouter = router({
  /** The program's name, contact and links, and who may sign up. For everyone. */
  about: publicProcedure.query(({ ctx }) => getProgram(ctx)),
  /** All settings. */
  settings: permitted("program:read").query(({ ctx }) => getProgramSettings(ctx)),
  /** Changes the settings, from the next request on. */
  updateSettings: permitted("program:update")
    .input(updateProgramSettingsInput)
    .mutation(({ ctx, input }) => updateProgramSettings(ctx, input)),
  /** Shows an image as the program's logo. */
  setLogo: permitted("program:update", { limit: "api.outgoing" })
    .input(setProgramLogoInput)
    .mutation(({ ctx, input }) => setProgramLogo(ctx, input)),
  /** Removes the program's logo. */
  removeLogo: permitted("program:update")
    .input(removeProgramLogoInput)
    .mutation(({ ctx, input }) => removeProgramLogo(ctx, input)),
});
