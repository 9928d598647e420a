package dev.progloss.cli.command;

import dev.progloss.core.error.ConfigException;
import dev.progloss.run.config.Settings;
import dev.progloss.run.journal.JournalReader;
import dev.progloss.run.layout.RunDirectory;
import dev.progloss.train.checkpoint.ResumeFile;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** How far a run of a comparison has come, as its folder says. */
enum RunState {
  /** Nothing of it was saved: it begins afresh. */
  FRESH,
  /** It goes on from a saved state. */
  STOPPED,
  /** Its last evaluation is that after its last step. */
  FINISHED,
  /** It ended in numbers that are not finite; it would again. */
  DIVERGED;

  /** Keys of where a run is put and how it is reached. */
  private static final String RESUME = "resume";

  /**
   * Looks.
   *
   * @param planned every setting of the run as the plan says
   * @throws ConfigException if the run was made from other settings
   */
  static RunState of(RunDirectory run, Settings planned) {
    if (!Files.isRegularFile(run.config()) || !Files.isRegularFile(run.journal())) {
      return FRESH;
    }
    List<Map<String, Object>> journal = JournalReader.read(run.journal());
    boolean isJudged = isJudgedAtEnd(journal, planned.integer("epochs", 1));
    boolean isLost = skippedAtEnd(journal) >= planned.integer("max_bad_steps", 1);
    if (isJudged || isLost || Files.isDirectory(run.state())) {
      requireSame(run, planned);
    }
    if (isLost) {
      return DIVERGED;
    }
    try {
      boolean isAtEnd = ResumeFile.newest(run, note -> {}).standing().isAtEnd();
      return isAtEnd && isJudged ? FINISHED : STOPPED;
    } catch (ConfigException e) {
      // Whoever has removed the saved states of a finished run wanted the room.
      return isJudged && !Files.isDirectory(run.state()) ? FINISHED : FRESH;
    }
  }

  private static boolean isJudgedAtEnd(List<Map<String, Object>> journal, int epochs) {
    for (int i = journal.size() - 1; i >= 0; i--) {
      Map<String, Object> record = journal.get(i);
      if ("eval".equals(record.get("kind")) && "nms".equals(record.get("path"))) {
        return record.get("epoch") instanceof Double epoch && epoch + 1 >= epochs;
      }
    }
    return false;
  }

  private static int skippedAtEnd(List<Map<String, Object>> journal) {
    int count = 0;
    for (int i = journal.size() - 1; i >= 0; i--) {
      String kind = String.valueOf(journal.get(i).get("kind"));
      if (kind.equals("skipped")) {
        count++;
      } else if (kind.equals("step") || kind.equals("start")) {
        break;
      }
    }
    return count;
  }

  private static void requireSame(RunDirectory run, Settings planned) {
    Settings made = Settings.resolve(TrainSettings.table(), List.of("config=" + run.config()));
    for (String key : planned.entries().keySet()) {
      boolean mayDiffer =
          ResumeSettings.FREE.contains(key)
              || ResumeSettings.PLACE.contains(key)
              || key.equals(RESUME);
      if (!mayDiffer && !made.text(key).equals(planned.text(key))) {
        throw new ConfigException(
            run.folder()
                + ": "
                + key
                + " was '"
                + made.text(key)
                + "' when this run was made and is '"
                + planned.text(key)
                + "' by the plan: put it back, or compare anew under another name=");
      }
    }
  }
}
