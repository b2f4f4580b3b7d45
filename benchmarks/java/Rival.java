import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.lookup.PlanningId;
import ai.timefold.solver.core.api.domain.solution.PlanningEntityCollectionProperty;
import ai.timefold.solver.core.api.domain.solution.PlanningScore;
import ai.timefold.solver.core.api.domain.solution.PlanningSolution;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;
import ai.timefold.solver.core.api.score.buildin.hardsoftlong.HardSoftLongScore;
import ai.timefold.solver.core.api.score.calculator.IncrementalScoreCalculator;
import ai.timefold.solver.core.api.solver.SolverFactory;
import ai.timefold.solver.core.config.score.director.ScoreDirectorFactoryConfig;
import ai.timefold.solver.core.config.solver.SolverConfig;
import java.io.File;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StreamTokenizer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The duty as a Timefold model, for the benchmark: `java Rival MODEL PLAN MILLISECONDS [MOVES.xml]`.
 *
 * A slot is one duty of a crew, with two planning variables: a place, and a day (unassigned: not served). All
 * rules are scored, incrementally, from the two shapes of rule: costs of pairs, and limits on counts.
 */
public class Rival {
    static final long HARD = -1;
    static Model model;

    /** The assignment model, read from numbers separated by blanks. */
    static class Model {
        final int crews, places, times, minGap;
        final long constant;
        final int[] duties;
        final long[] dutyCost, activeCost;
        final long[][] placeCost, timeCost;
        final List<List<Integer>> placesOf = new ArrayList<>(), daysOf = new ArrayList<>();
        final int[] days;
        final long[] base, low, high, lowPoints, highPoints;
        final int[][] weighting, factor;
        final int[][] limitsAt;
        final int[][][] pins;

        Model(Reader reader) throws Exception {
            Numbers in = new Numbers(reader);
            crews = in.next(); places = in.next(); times = in.next(); minGap = in.next();
            constant = in.nextLong();
            days = new int[times];
            for (int t = 0; t < times; t++) days[t] = in.next();
            duties = new int[crews];
            dutyCost = new long[crews];
            activeCost = new long[crews];
            placeCost = new long[crews][places];
            timeCost = new long[crews][times];
            weighting = new int[crews][];
            factor = new int[crews][];
            pins = new int[crews][][];
            for (int c = 0; c < crews; c++) readCrew(in, c);
            int weightings = in.next(), limits = in.next();
            base = new long[limits]; low = new long[limits]; high = new long[limits];
            lowPoints = new long[limits]; highPoints = new long[limits];
            limitsAt = new int[weightings * (places + 1) * times][];
            for (int l = 0; l < limits; l++) readLimit(in, l);
        }

        private void readCrew(Numbers in, int c) throws Exception {
            duties[c] = in.next(); dutyCost[c] = in.nextLong(); activeCost[c] = in.nextLong();
            List<Integer> mine = new ArrayList<>(), when = new ArrayList<>();
            for (int count = in.next(); count > 0; count--) {
                int place = in.next();
                mine.add(place);
                placeCost[c][place] = in.nextLong();
            }
            for (int count = in.next(); count > 0; count--) {
                int day = in.next();
                when.add(day);
                timeCost[c][day] = in.nextLong();
            }
            placesOf.add(mine);
            daysOf.add(when);
            int count = in.next();
            weighting[c] = new int[count];
            factor[c] = new int[count];
            for (int i = 0; i < count; i++) { weighting[c][i] = in.next(); factor[c][i] = in.next(); }
            pins[c] = new int[in.next()][2];
            for (int[] pin : pins[c]) { pin[0] = in.next(); pin[1] = in.next(); }
        }

        private void readLimit(Numbers in, int l) throws Exception {
            int row = in.next(), place = in.next(), first = in.next(), last = in.next();
            base[l] = in.nextLong(); low[l] = in.nextLong(); high[l] = in.nextLong();
            lowPoints[l] = in.nextLong(); highPoints[l] = in.nextLong();
            for (int t = first; t < last; t++) {
                int key = (row * (places + 1) + place + 1) * times + t;
                int[] old = limitsAt[key];
                int[] wider = old == null ? new int[1] : java.util.Arrays.copyOf(old, old.length + 1);
                wider[wider.length - 1] = l;
                limitsAt[key] = wider;
            }
        }
    }

    static class Numbers {
        private final StreamTokenizer tokens;

        Numbers(Reader reader) {
            tokens = new StreamTokenizer(reader);
        }

        long nextLong() throws Exception {
            if (tokens.nextToken() != StreamTokenizer.TT_NUMBER) throw new IllegalStateException("a number is missing");
            return (long) tokens.nval;
        }

        int next() throws Exception {
            return (int) nextLong();
        }
    }

    /** One duty of a crew. */
    @PlanningEntity
    public static class Slot {
        @PlanningId public Integer id;
        public int crew;
        @ValueRangeProvider(id = "places") public List<Integer> places;
        @ValueRangeProvider(id = "days") public List<Integer> days;
        @PlanningVariable(valueRangeProviderRefs = "places") public Integer place;
        @PlanningVariable(valueRangeProviderRefs = "days", allowsUnassigned = true) public Integer day;
    }

    /** The plan. */
    @PlanningSolution
    public static class Plan {
        @PlanningEntityCollectionProperty public List<Slot> slots = new ArrayList<>();
        @PlanningScore public HardSoftLongScore score;
    }

    /** Hard: what breaks rules, counted; soft: the objective, negated. */
    public static class Scores implements IncrementalScoreCalculator<Plan, HardSoftLongScore> {
        private long hard, soft;
        private long[] counts;
        private List<List<Slot>> served;

        @Override
        public void resetWorkingSolution(Plan plan) {
            counts = model.base.clone();
            hard = 0;
            soft = model.constant;
            served = new ArrayList<>();
            for (int c = 0; c < model.crews; c++) {
                served.add(new ArrayList<>());
                hard += broken(c);
            }
            for (int l = 0; l < counts.length; l++) add(l, 1);
            for (Slot slot : plan.slots) insert(slot);
        }

        private void add(int l, int sign) {
            long over = counts[l] - model.high[l], under = model.low[l] - counts[l];
            if (over > 0) {
                if (model.highPoints[l] == HARD) hard += sign * Math.max(0, counts[l] - Math.max(model.high[l], model.base[l]));
                else soft += sign * over * model.highPoints[l];
            }
            if (under > 0) {
                if (model.lowPoints[l] == HARD) hard += sign * under;
                else soft += sign * under * model.lowPoints[l];
            }
        }

        /** Pins that a crew does not keep, and pairs of its duties that are too close. */
        private long broken(int crew) {
            List<Slot> mine = served.get(crew);
            long wrong = 0;
            for (int[] pin : model.pins[crew]) {
                boolean kept = false;
                for (Slot slot : mine) kept |= (pin[0] < 0 || pin[0] == slot.place) && (pin[1] < 0 || pin[1] == slot.day);
                if (!kept) wrong++;
            }
            for (int i = 0; i < mine.size(); i++)
                for (int j = 0; j < i; j++)
                    if (Math.abs(model.days[mine.get(i).day] - model.days[mine.get(j).day]) < model.minGap) wrong++;
            return wrong;
        }

        private void count(Slot slot, int sign) {
            int[] rows = model.weighting[slot.crew], factors = model.factor[slot.crew];
            for (int i = 0; i < rows.length; i++) {
                int first = rows[i] * (model.places + 1);
                shift(model.limitsAt[first * model.times + slot.day], sign * factors[i]);
                shift(model.limitsAt[(first + slot.place + 1) * model.times + slot.day], sign * factors[i]);
            }
            soft += sign * (model.dutyCost[slot.crew] + model.placeCost[slot.crew][slot.place]
                    + model.timeCost[slot.crew][slot.day]);
        }

        private void shift(int[] limits, int by) {
            if (limits == null) return;
            for (int l : limits) {
                add(l, -1);
                counts[l] += by;
                add(l, 1);
            }
        }

        private void insert(Slot slot) {
            if (slot.day == null || slot.place == null) return;
            List<Slot> mine = served.get(slot.crew);
            hard -= broken(slot.crew);
            if (mine.isEmpty()) soft += model.activeCost[slot.crew];
            mine.add(slot);
            hard += broken(slot.crew);
            count(slot, 1);
        }

        private void retract(Slot slot) {
            if (slot.day == null || slot.place == null) return;
            List<Slot> mine = served.get(slot.crew);
            hard -= broken(slot.crew);
            mine.remove(slot);
            if (mine.isEmpty()) soft -= model.activeCost[slot.crew];
            hard += broken(slot.crew);
            count(slot, -1);
        }

        @Override public void beforeEntityAdded(Object entity) { }
        @Override public void afterEntityAdded(Object entity) { insert((Slot) entity); }
        @Override public void beforeVariableChanged(Object entity, String variable) { retract((Slot) entity); }
        @Override public void afterVariableChanged(Object entity, String variable) { insert((Slot) entity); }
        @Override public void beforeEntityRemoved(Object entity) { retract((Slot) entity); }
        @Override public void afterEntityRemoved(Object entity) { }

        @Override
        public HardSoftLongScore calculateScore() {
            return HardSoftLongScore.of(-hard, -soft);
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]))) {
            model = new Model(reader);
        }
        Plan plan = new Plan();
        for (int c = 0; c < model.crews; c++) {
            boolean able = !model.placesOf.get(c).isEmpty() && !model.daysOf.get(c).isEmpty();
            for (int k = 0; able && k < model.duties[c]; k++) {
                Slot slot = new Slot();
                slot.id = plan.slots.size();
                slot.crew = c;
                slot.places = model.placesOf.get(c);
                slot.days = model.daysOf.get(c);
                plan.slots.add(slot);
            }
        }
        SolverConfig config = arguments.length > 3
                ? SolverConfig.createFromXmlFile(new File(arguments[3])) : new SolverConfig();
        config = config.withSolutionClass(Plan.class).withEntityClasses(Slot.class)
                .withScoreDirectorFactory(new ScoreDirectorFactoryConfig().withIncrementalScoreCalculatorClass(Scores.class))
                .withTerminationSpentLimit(Duration.ofMillis(Long.parseLong(arguments[2])));
        Plan best = SolverFactory.<Plan>create(config).buildSolver().solve(plan);
        try (PrintWriter out = new PrintWriter(arguments[1])) {
            out.println(best.score.hardScore() + " " + -best.score.softScore());
            for (Slot slot : best.slots)
                if (slot.day != null && slot.place != null) out.println(slot.crew + " " + slot.place + " " + slot.day);
        }
    }
}
